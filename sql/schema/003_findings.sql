-- What the rules found, as first seen and as it changed. A row is added when a finding appears, changes or goes away.
create schema findings;

create table findings.run (
    run_id varchar primary key,
    as_at date not null,
    ran_at timestamp not null,
    ran_by varchar not null,
    accounts integer not null
);

create table findings.sighting (
    finding_id varchar not null,  -- from the rule and its subject: the same question keeps its id
    sighting_number integer not null,
    run_id varchar not null,
    seen_on date not null,
    state varchar not null,  -- present or gone
    rule_id varchar not null,
    rule_version varchar not null,
    policy_used varchar not null,  -- JSON: the council's settings the rule read
    severity varchar not null,
    subject_id varchar not null,
    agreement_id varchar,
    account_id varchar not null,
    transaction_id varchar,
    amount decimal(18, 2),
    occurred_on date,
    message varchar not null,
    primary key (finding_id, sighting_number)
);
