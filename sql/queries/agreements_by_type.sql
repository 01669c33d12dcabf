/*
title = "Direct payments by kind"
question = "How many direct payments ran on a day, by client, legal basis and way of paying, and what was a week of them worth?"

[params]
as_at = 2026-11-26
*/
select agreement.council, agreement.client_type, agreement.legal_basis, agreement.account_type, agreement.payment_basis, count(*) as agreements, sum(rate.net_weekly)::decimal(18, 2) as net_weekly
from audit.agreement
left join audit.rate
    on rate.agreement_id = agreement.agreement_id
    and $as_at::date between rate.from_date and rate.to_date
where agreement.start_date <= $as_at::date
    and coalesce(agreement.end_date >= $as_at::date, true)
group by agreement.council, agreement.client_type, agreement.legal_basis, agreement.account_type, agreement.payment_basis
order by all
