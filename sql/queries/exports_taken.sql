/*
title = "What left as a file"
question = "Who took which list out as a file between two days, and how many rows?"

[params]
from_day = 2026-04-01
to_day = 2027-03-31
*/
select "at", actor, role, subject as list, council, agreement_id, (after ->> '$.rows')::integer as rows, after ->> '$.kind' as kind
from audit.activity
where action = 'export'
    and "at"::timestamp::date between $from_day::date and $to_day::date
order by seq
