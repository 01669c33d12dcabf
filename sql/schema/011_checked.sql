-- A person looked at the pages of a statement that does not prove itself, and said what they show. The file stays as it came.
create table decisions.statement_checked (
    statement_id varchar primary key,
    account_id varchar not null,
    how varchar not null,  -- lines: each by itself, for what was recognised in a picture; compare; look
    why varchar not null,  -- JSON list of sentences: why it was asked
    figures varchar not null,  -- JSON list: balances and totals that are printed otherwise than they were read
    decided_by varchar not null,
    decided_at timestamp not null
);

create table decisions.line_checked (
    statement_id varchar not null,
    account_id varchar not null,
    line_number integer not null,
    said varchar not null,  -- agrees, corrected, added, no_payment
    was varchar,  -- JSON: its cells as the reader had them; empty where it had none
    cells varchar,  -- JSON: its cells as the page shows them; empty where it is no payment
    decided_by varchar not null,
    decided_at timestamp not null,
    primary key (statement_id, line_number)
);
