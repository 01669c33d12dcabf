/*
title = "Reviews completed, officer by officer"
question = "How many periods did each person review between two days, with how many findings, and how many were reopened?"

[params]
from_day = 2026-04-01
to_day = 2027-03-31
*/
select
    council,
    completed_by,
    count(*) as reviews,
    count(*) filter (where outcome = 'reopened') as reopened,
    count(*) filter (where outcome = 'difference_explained') as with_difference,
    sum(findings_raised)::integer as findings_raised,
    sum(findings_upheld)::integer as findings_upheld,
    count(*) filter (where findings_raised = 0) as without_findings
from audit.review
where completed_at::date between $from_day::date and $to_day::date
group by council, completed_by
order by reviews desc, completed_by
