-- Who did what, and who looked: a hash chain that shows any later change. Bodies are apart, so that lawful disposal keeps the chain.
create schema activity;

create table activity.entry (
    seq bigint primary key,
    happened_at varchar not null,  -- UTC, never earlier than the row before
    actor varchar not null,
    role varchar not null,
    session varchar,
    action varchar not null,
    subject varchar not null,
    council varchar,
    agreement_id varchar,
    reason varchar,
    commitment varchar not null,
    prev varchar not null,
    chain_hash varchar not null
);

create table activity.payload (
    seq bigint primary key,
    salt varchar not null,
    body varchar not null  -- JSON: before and after
);
