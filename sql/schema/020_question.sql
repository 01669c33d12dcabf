-- Questions that people share. One is never edited: it is withdrawn, and a better one is shared.
create table decisions.question (
    question_id varchar primary key,
    council varchar not null,
    title varchar not null,
    question varchar not null,
    text varchar not null,
    params varchar not null,  -- JSON: the default of each parameter, as text
    decided_by varchar not null,
    decided_at timestamp not null
);

create table decisions.question_withdrawn (
    question_id varchar primary key,
    council varchar not null,
    reason varchar not null,
    decided_by varchar not null,
    decided_at timestamp not null
);
