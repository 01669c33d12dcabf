-- What people decided: who, when, why. A later row supersedes an earlier one; nothing is edited.
create schema decisions;

-- A council's thresholds, effective-dated. Loaded from data/policy/<council>.toml; the newest load of a setting holds.
create table decisions.policy (
    load_number integer not null,
    council varchar not null,
    setting varchar not null,
    effective_from date not null,
    value decimal(18, 2) not null,
    decided_by varchar not null,
    decided_at timestamp not null
);

create table decisions.statement_withdrawn (
    statement_id varchar primary key,
    account_id varchar not null,
    reason varchar not null,
    decided_by varchar not null,
    decided_at timestamp not null
);

-- An officer says what a payee is: for one agreement, or (agreement_id empty) for everybody in the council.
create table decisions.payee (
    decision_id varchar primary key,
    payee_key varchar not null,
    council varchar not null,
    agreement_id varchar,
    spend_category varchar not null,
    decided_by varchar not null,
    decided_at timestamp not null
);

create table decisions.payee_withdrawn (
    decision_id varchar primary key,
    decided_by varchar not null,
    decided_at timestamp not null
);

-- A verdict on an exception: a finding, or a line whose payee nobody knows (then exception_id is the transaction's id).
create table decisions.verdict (
    verdict_id varchar primary key,
    exception_id varchar not null,
    account_id varchar not null,
    verdict varchar not null,  -- explained, query, upheld, evidence_asked
    reason varchar,
    decided_by varchar not null,
    decided_at timestamp not null
);

create table decisions.verdict_undone (
    verdict_id varchar primary key,
    decided_by varchar not null,
    decided_at timestamp not null
);

-- The lines nobody needs to look at singly, accepted together: how many and how much it said before the officer agreed.
create table decisions.acceptance (
    acceptance_id varchar primary key,
    account_id varchar not null,
    period_from date not null,
    period_to date not null,
    lines integer not null,
    money_in decimal(18, 2) not null,
    money_out decimal(18, 2) not null,
    lines_hash varchar not null,  -- of the accepted transactions' ids: a changed set is not accepted
    decided_by varchar not null,
    decided_at timestamp not null
);

-- A completed review locks its period.
create table decisions.review (
    review_id varchar primary key,
    account_id varchar not null,
    agreement_id varchar not null,
    council varchar not null,
    period_from date not null,
    period_to date not null,
    opened_at timestamp not null,
    completed_at timestamp not null,
    completed_by varchar not null,
    outcome varchar not null,  -- agreed, or difference_explained
    difference decimal(18, 2),
    explanation varchar,
    findings_raised integer not null,
    findings_upheld integer not null
);

create table decisions.review_reopened (
    review_id varchar primary key,
    reason varchar not null,
    decided_by varchar not null,
    decided_at timestamp not null
);
