-- The day the kept tables were last computed for, and the text they were computed with.
create schema store;

create table store.refreshed (
    as_at date not null,
    views_version varchar not null
);
