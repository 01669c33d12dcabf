-- What others sent, word for word. Added to, never edited: a newer row supersedes an older one.
create schema raw;

-- One loading of caseload extracts. load_number orders the rows that supersede each other.
create table raw.extract_load (
    load_number integer primary key,
    loaded_at timestamp not null,
    loaded_by varchar not null,
    source_name varchar not null,
    source_sha256 varchar not null,
    profile varchar not null,
    counts varchar not null  -- JSON, as the load command prints it
);

create table raw.person (
    load_number integer not null, row_number integer not null,
    person_id varchar not null, forename varchar, surname varchar, date_of_birth date, council varchar not null,
    client_type varchar, legal_basis varchar, address varchar, postcode varchar, nhs_number varchar,
    practitioner varchar, practitioner_team varchar, practitioner_email varchar, date_of_death date,
    primary key (person_id, load_number)
);

create table raw.agreement (
    load_number integer not null, row_number integer not null,
    agreement_id varchar not null, person_id varchar not null, council varchar not null, officer varchar,
    start_date date not null, end_date date, end_reason varchar, agreement_signed_on date,
    recipient_type varchar, recipient_name varchar, recipient_address varchar,
    account_type varchar, managed_by varchar, payment_basis varchar, payment_cycle varchar,
    first_payment_on date, initial_float_weeks decimal(18, 2), employs_pa boolean, payroll_provider varchar,
    insurance_expires_on date, cash_allowed_weekly decimal(18, 2), return_frequency_months integer,
    set_up_by varchar, authorised_by varchar,
    primary key (agreement_id, load_number)
);

create table raw.rate (
    load_number integer not null, row_number integer not null,
    agreement_id varchar not null, from_date date not null, to_date date,
    gross_weekly decimal(18, 2), contribution_weekly decimal(18, 2), health_weekly decimal(18, 2), reason varchar,
    primary key (agreement_id, from_date, load_number)
);

create table raw.account (
    load_number integer not null, row_number integer not null,
    account_id varchar not null, agreement_id varchar not null, sort_code varchar, account_number varchar,
    card_reference varchar, bank varchar, account_name varchar, opened_on date, closed_on date,
    primary key (account_id, load_number)
);

create table raw.plan_line (
    load_number integer not null, row_number integer not null,
    plan_line_id varchar not null, agreement_id varchar not null, spend_category varchar not null,
    weekly_amount decimal(18, 2), one_off_amount decimal(18, 2), from_date date, to_date date, note varchar,
    primary key (plan_line_id, load_number)
);

create table raw.payment (
    load_number integer not null, row_number integer not null,
    payment_id varchar not null, agreement_id varchar not null, paid_on date not null, amount decimal(18, 2) not null,
    period_from date, period_to date, kind varchar not null, reference varchar,
    primary key (payment_id, load_number)
);

create table raw.payee (
    load_number integer not null, row_number integer not null,
    agreement_id varchar not null, payee_name varchar not null, spend_category varchar, relation varchar,
    exception_agreed_on date, address varchar,
    primary key (agreement_id, payee_name, load_number)
);

create table raw.statutory_review (
    load_number integer not null, row_number integer not null,
    agreement_id varchar not null, reviewed_on date not null, kind varchar, outcome varchar,
    primary key (agreement_id, reviewed_on, load_number)
);

create table raw.absence (
    load_number integer not null, row_number integer not null,
    person_id varchar not null, from_date date not null, to_date date, kind varchar,
    primary key (person_id, from_date, load_number)
);

-- One uploaded file. Its bytes are in the evidence folder under its SHA-256.
create table raw.file (
    file_sha256 varchar primary key,
    file_name varchar not null,
    bytes bigint not null,
    kind varchar not null,
    layout varchar,
    messages varchar not null,  -- JSON list of sentences
    received_at timestamp not null,
    received_by varchar not null
);

-- One account's statement in a file.
create table raw.statement (
    statement_id varchar primary key,
    file_sha256 varchar not null,
    account_id varchar not null,
    sort_code varchar, account_number varchar, card_reference varchar,
    from_date date not null, to_date date not null,
    opening_balance decimal(18, 2), closing_balance decimal(18, 2),
    lines integer not null, credits decimal(18, 2) not null, debits decimal(18, 2) not null,
    proof varchar not null,
    break_line integer, break_expected decimal(18, 2), break_found decimal(18, 2),
    received_at timestamp not null,
    received_by varchar not null
);

create table raw.statement_line (
    statement_id varchar not null,
    account_id varchar not null,  -- whose it is was settled at the door; here too, so that one account reads fast
    line_number integer not null,  -- the line of the file
    sequence integer not null,  -- oldest first
    posted_on date not null,
    description varchar not null,
    amount decimal(18, 2) not null,  -- money out is negative
    balance decimal(18, 2),
    kind varchar, external_id varchar, card_reference varchar, merchant_code varchar, merchant varchar,
    source varchar not null  -- the row as it stood in the file
);

-- Every row of a file that is not a transaction: kept out for a fault ('rejected') or not meant to be one ('skipped').
create table raw.other_line (
    file_sha256 varchar not null,
    line_number integer not null,
    status varchar not null,
    reason varchar not null,
    source varchar not null
);

-- What everybody calls things: payee words and merchant codes, from data/categories.
create table raw.keyword (
    load_number integer not null,
    source_name varchar not null,
    keyword varchar,
    merchant_code varchar,
    direction varchar not null,  -- in, out or both
    council varchar,  -- empty: every council
    spend_category varchar not null
);
