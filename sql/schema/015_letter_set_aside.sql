-- A letter that won't go out after all. It stays on record.
create table decisions.letter_set_aside (
    letter_id varchar primary key,
    agreement_id varchar not null,
    reason varchar not null,
    decided_by varchar not null,
    decided_at timestamp not null
);
