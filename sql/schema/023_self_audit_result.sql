-- What a month's self-audit proved, as it was reported; and the sample of pounds for the annual audit. Rows are only added.

create table decisions.self_audit_report (
    report_id varchar primary key,
    cycle_id varchar not null,
    council varchar not null,  -- of a plan for several councils one row each
    month date not null,
    figures varchar not null,  -- JSON
    page_sha256 varchar not null,
    decided_by varchar not null,
    decided_at timestamp not null
);

-- A sample of pounds: what it was drawn from, how, and by which seed.
create table decisions.money_sample (
    money_sample_id varchar primary key,
    council varchar not null,
    from_date date not null,
    to_date date not null,
    confidence decimal(18, 4) not null,
    tolerable decimal(18, 2) not null,
    expected decimal(18, 2) not null,
    step decimal(18, 2) not null,  -- the interval in pounds
    seed varchar not null,
    items integer not null,  -- of the population
    pounds decimal(18, 2) not null,
    population_sha256 varchar not null,  -- of its CSV, which is in the evidence folder
    decided_by varchar not null,
    decided_at timestamp not null
);

create table decisions.money_sample_item (
    money_sample_id varchar not null,
    place integer not null,  -- in the order of the draw
    transaction_id varchar not null,
    account_id varchar not null,
    agreement_id varchar not null,
    council varchar not null,
    posted_on date not null,
    description varchar not null,
    spend_category varchar,
    pounds decimal(18, 2) not null,
    selected_as varchar not null,  -- certain or interval
    decided_by varchar not null,
    decided_at timestamp not null,
    primary key (money_sample_id, transaction_id)
);

-- How much of an item was right; the newest holds.
create table decisions.money_sample_check (
    check_id varchar primary key,
    money_sample_id varchar not null,
    transaction_id varchar not null,
    pounds_right decimal(18, 2) not null,
    reason varchar,
    decided_by varchar not null,
    decided_at timestamp not null
);
