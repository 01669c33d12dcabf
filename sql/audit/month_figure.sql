/*
summary = "The team's figures at each month's end: how many, and how much, there were of each value of a column of an audit view, by council and officer."
grain = "one row per month's end, subject, column, value, council, officer and figure"
kept = "view"
seen_by = "see_dashboard"
*/
select
    figure.month_end,
    figure.council,
    figure.officer,
    counted.known,
    counted.known_on,
    figure.subject,
    figure.counted_by,
    figure.counted_as,
    figure.figure,
    figure.value
from store.month_figure as figure
join store.month_counted as counted using (month_end)
