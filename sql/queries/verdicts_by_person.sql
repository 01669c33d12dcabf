/*
title = "Verdicts, person by person"
question = "How often did each person explain or uphold a finding between two days, and how much money was it about?"

[params]
from_day = 2026-04-01
to_day = 2027-03-31
*/
select
    council,
    decided_by,
    count(*) as verdicts,
    count(*) filter (where status = 'explained') as explained,
    count(*) filter (where status = 'upheld') as upheld,
    coalesce(sum(amount) filter (where status = 'explained'), 0)::decimal(18, 2) as amount_explained,
    coalesce(sum(amount) filter (where status = 'upheld'), 0)::decimal(18, 2) as amount_upheld
from audit.finding
where status in ('explained', 'upheld')
    and decided_at::date between $from_day::date and $to_day::date
group by council, decided_by
order by council, verdicts desc, decided_by
