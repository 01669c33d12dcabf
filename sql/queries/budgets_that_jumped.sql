/*
title = "Budgets that changed a great deal"
question = "Which budgets rose or fell by more than so many percent between two days?"

[params]
from_day = 2026-04-01
to_day = 2027-03-31
percent = 25
*/
with changed as (
    select *, lag(gross_weekly) over (partition by agreement_id order by from_date) as before
    from audit.rate
)

select council, officer, agreement_id, from_date, before, gross_weekly, (gross_weekly - before)::decimal(18, 2) as change
from changed
where abs(gross_weekly - before) * 100 > before * $percent::integer
    and from_date between $from_day::date and $to_day::date
order by abs(gross_weekly - before) desc, agreement_id
