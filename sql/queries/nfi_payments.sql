/*
title = "National Fraud Initiative: payments made"
question = "What was paid to each recipient of a council's direct payments for adults between two days?"

[params]
council = "Westmarch"
from_day = 2026-04-01
to_day = 2026-09-30
*/
-- One record per recipient and month, to stand beside the recipients of nfi_direct_payments by client_reference.
select
    agreement.person_id as client_reference,
    agreement.agreement_id,
    date_trunc('month', line.posted_on)::date as month,
    count(*) as payments,
    sum(line.amount)::decimal(18, 2) as amount
from audit.transaction as line
join audit.agreement using (agreement_id)
where line.council = $council
    and agreement.client_type = 'adult'
    and agreement.legal_basis is distinct from 'phb'
    and line.spend_category = 'council_payment'
    and line.amount > 0
    and line.posted_on between $from_day::date and $to_day::date
group by agreement.person_id, agreement.agreement_id, month
order by client_reference, agreement.agreement_id, month
