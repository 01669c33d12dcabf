-- What each line was taken for when its period was reviewed: a locked period says so for as long as it is locked.
create table decisions.reviewed_line (
    review_id varchar not null,
    account_id varchar not null,
    transaction_id varchar not null,
    spend_category varchar not null,
    payee varchar,
    category_reason varchar not null,
    primary key (review_id, transaction_id)
);
