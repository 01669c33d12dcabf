-- A day's work: what is put off, who carries a case, what was said and done, which papers came, which report went out.

-- Something of the work list that its owner puts off. The newest of an item holds; until_on in the past: it is back.
create table decisions.snooze (
    snooze_id varchar primary key,
    item varchar not null,  -- <kind>|<case>|<step>: when the case moves on, so does the item
    agreement_id varchar not null,
    council varchar not null,
    until_on date not null,  -- the day it comes back
    reason varchar not null,
    decided_by varchar not null,
    decided_at timestamp not null
);

-- A case goes from one officer to another. It holds until an extract that was loaded later names somebody new.
create table decisions.case_move (
    move_id varchar primary key,
    agreement_id varchar not null,
    council varchar not null,
    from_officer varchar,
    to_officer varchar not null,
    on_day date not null,
    note varchar not null,  -- the hand-over: what the next officer must know
    decided_by varchar not null,
    decided_at timestamp not null
);

-- What was said and done in a case, by the person who writes it: a note, a call, a visit, or a task to come.
create table decisions.entry (
    entry_id varchar primary key,
    agreement_id varchar not null,
    council varchar not null,
    kind varchar not null,  -- note, call, visit, task
    on_day date not null,  -- the day it happened; of a task, the day it was set
    with_whom varchar,
    said varchar not null,
    due_on date,  -- of a task
    owner varchar,  -- of a task: who does it
    corrects varchar,  -- the entry that this one takes the place of
    decided_by varchar not null,
    decided_at timestamp not null
);

-- An entry that should not be in this case. It is shown as withdrawn, with the reason.
create table decisions.entry_withdrawn (
    entry_id varchar primary key,
    agreement_id varchar not null,
    council varchar not null,
    reason varchar not null,
    decided_by varchar not null,
    decided_at timestamp not null
);

create table decisions.task_done (
    entry_id varchar primary key,
    agreement_id varchar not null,
    council varchar not null,
    on_day date not null,
    outcome varchar,
    decided_by varchar not null,
    decided_at timestamp not null
);

-- A paper of a case: agreement, support plan, payslip, insurance. Its bytes are in the evidence folder.
create table decisions.document (
    document_id varchar primary key,
    agreement_id varchar not null,
    council varchar not null,
    kind varchar not null,
    title varchar not null,
    on_day date not null,  -- the day on the paper
    file_name varchar not null,
    file_sha256 varchar not null,
    bytes bigint not null,
    decided_by varchar not null,
    decided_at timestamp not null
);

create table decisions.document_withdrawn (
    document_id varchar primary key,
    agreement_id varchar not null,
    council varchar not null,
    reason varchar not null,
    decided_by varchar not null,
    decided_at timestamp not null
);

-- A performance report that went out, with its figures as they were known that day. Its files are in the evidence folder.
create table decisions.report (
    report_id varchar primary key,
    council varchar not null,
    period_from date not null,
    period_to date not null,
    figures varchar not null,  -- JSON
    workbook_sha256 varchar not null,
    page_sha256 varchar not null,
    decided_by varchar not null,
    decided_at timestamp not null
);
