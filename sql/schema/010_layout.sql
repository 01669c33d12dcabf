-- How a bank's table is laid out, as an officer said it: read like the layouts under data/layouts. Removed, it stays on record.
create table decisions.layout (
    layout_id varchar primary key,
    title varchar not null,
    layout varchar not null,  -- JSON: what a file under data/layouts says
    decided_by varchar not null,
    decided_at timestamp not null
);

create table decisions.layout_withdrawn (
    layout_id varchar primary key,
    reason varchar not null,
    decided_by varchar not null,
    decided_at timestamp not null
);
