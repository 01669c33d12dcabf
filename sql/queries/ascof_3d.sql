/*
title = "ASCOF 3D: people who get direct payments"
question = "How many of a council's clients, and how many carers, had a direct payment on a day, out of those in long-term community support whose number you give?"

[params]
council = "Westmarch"
as_at = 2026-03-31
clients_in_community_support = "0"
carers_supported = "0"
*/
-- Distinct people, as the Adult Social Care Outcomes Framework counts them; a personal health budget is the NHS's own.
-- The number in long-term community support is not in this store: it comes from the council's Client Level Data.
with counted as (
    select
        client_type,
        count(distinct person_id) as with_direct_payment,
        case client_type when 'adult' then $clients_in_community_support when 'carer' then $carers_supported end::integer as supported
    from audit.agreement
    where council = $council
        and client_type in ('adult', 'carer')
        and legal_basis is distinct from 'phb'
        and start_date <= $as_at::date
        and coalesce(end_date >= $as_at::date, true)
    group by client_type
)

select
    $council as council,
    $as_at::date as as_at,
    client_type,
    with_direct_payment,
    nullif(supported, 0) as supported,
    case when supported > 0 then sums.share(100, with_direct_payment, supported) end as percent
from counted
order by client_type
