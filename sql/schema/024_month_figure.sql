-- What the team's figures were at the end of a month. Such a day takes long to build, so what was counted on it is kept; it can be counted again at any time.
create table store.month_counted (
    month_end date primary key,
    known varchar not null,  -- then: as it was known on that day; now: as it was known on the day it was counted, for records began later
    known_on date not null,
    mark varchar not null,  -- how many rows each table had, where it was counted as known now
    views_version varchar not null
);

create table store.month_figure (
    month_end date not null,
    subject varchar not null,
    counted_by varchar not null,  -- a column of the subject's audit view
    counted_as varchar,  -- its value; empty where nobody knows it
    council varchar,
    officer varchar,
    figure varchar not null,  -- count, or the column that is added up
    value decimal(18, 2) not null
);
