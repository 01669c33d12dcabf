/*
title = "No new rate in April"
question = "Which agreements that ran before and after a first of April have no rate that begins within so many days of it?"

[params]
uplift_on = 2026-04-01
days = 14
*/
-- Ombudsman, Kirklees 24 016 885: the uplift of the minimum wage was not passed on.
select agreement.council, agreement.officer, agreement.agreement_id, agreement.start_date, agreement.gross_weekly
from audit.agreement
anti join audit.rate
    on rate.agreement_id = agreement.agreement_id
    and rate.from_date between $uplift_on::date and $uplift_on::date + $days::integer
where agreement.start_date < $uplift_on::date
    and coalesce(agreement.end_date > $uplift_on::date + $days::integer, true)
order by agreement.gross_weekly desc, agreement.agreement_id
