-- Tests over every case of a council in a year. A run keeps what it saw, case by case, so that the next year has something to be held against.
create table findings.audit_run (
    run_id varchar primary key,
    council varchar not null,
    from_day date not null,  -- the first day of the year
    to_day date not null,  -- its last day, or the day the tests were made for
    tests varchar not null,  -- JSON: each test's number, title and the version of its text
    seconds decimal(18, 2) not null,
    ran_at timestamp not null,
    ran_by varchar not null
);

create table findings.audit_case (
    run_id varchar not null,
    test varchar not null,
    number integer not null,
    is_restricted boolean not null,  -- seen by those alone who may see safeguarding concerns
    council varchar not null,
    officer varchar,
    agreement_id varchar,
    kind varchar,
    case_id varchar,
    on_day date,
    result varchar not null,  -- passed, failed, not_testable
    saw varchar not null,
    amount decimal(18, 2)
);
