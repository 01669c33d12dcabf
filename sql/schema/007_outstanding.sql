-- Row K of the form: what is owed and not on the statement yet, as an officer said it. Taken back, it stays on record.
create table decisions.outstanding_item (
    item_id varchar primary key,
    account_id varchar not null,
    period_from date not null,
    kind varchar not null,  -- wages, hmrc, invoice, cheque, other
    description varchar not null,
    amount decimal(18, 2) not null,
    decided_by varchar not null,
    decided_at timestamp not null
);

create table decisions.outstanding_item_withdrawn (
    item_id varchar primary key,
    decided_by varchar not null,
    decided_at timestamp not null
);
