/*
title = "Transparency: payments over £500"
question = "Which direct payments over an amount did the council make in a quarter, with nobody's name in them?"

[params]
council = "Westmarch"
from_day = 2026-07-01
to_day = 2026-09-30
over = "500.00"
*/
-- Local Government Transparency Code 2015, expenditure exceeding £500: personal data is left out, the payment is not.
select
    line.council as body,
    line.posted_on as paid_on,
    line.transaction_id as reference,
    'Redacted: personal data' as supplier,
    'Adult social care: direct payment' as purpose,
    case agreement.client_type
        when 'adult' then 'Adults'
        when 'carer' then 'Carers'
        when 'child' then 'Children'
    end as service,
    line.amount
from audit.transaction as line
join audit.agreement using (agreement_id)
where line.council = $council
    and line.spend_category = 'council_payment'
    and line.amount > $over::decimal(18, 2)
    and line.posted_on between $from_day::date and $to_day::date
order by line.posted_on, line.transaction_id
