/*
title = "Never reviewed"
question = "Which running agreements older than so many days have never had a statutory review?"

[params]
as_at = 2026-11-26
days = 182
*/
select agreement.council, agreement.officer, agreement.agreement_id, agreement.start_date, $as_at::date - agreement.start_date as days, agreement.net_weekly
from audit.agreement
anti join audit.statutory_review as review
    on review.agreement_id = agreement.agreement_id
    and review.reviewed_on between agreement.start_date and $as_at::date
where $as_at::date - agreement.start_date > $days::integer
    and coalesce(agreement.end_date >= $as_at::date, true)
order by agreement.start_date, agreement.agreement_id
