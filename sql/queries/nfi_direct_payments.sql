/*
title = "National Fraud Initiative: personal budget direct payments"
question = "Who gets a council's direct payments for adults on a day, one record per recipient, as the National Fraud Initiative asks for them?"

[params]
council = "Westmarch"
as_at = 2026-11-26
*/
-- Empty because no extract holds them: title, gender, telephone, e-mail, National Insurance number.
select
    recipient.person_id as client_reference,
    null::varchar as title,
    any_value(recipient.surname) as surname,
    any_value(recipient.forename) as forename,
    null::varchar as gender,
    any_value(recipient.date_of_birth) as date_of_birth,
    any_value(recipient.address) as address,
    any_value(recipient.postcode) as postcode,
    null::varchar as telephone,
    null::varchar as email,
    null::varchar as national_insurance_number,
    recipient.recipient_type,
    recipient.recipient_name,
    any_value(recipient.recipient_address) as recipient_address,
    any_value(recipient.sort_code) as sort_code,
    any_value(recipient.account_number) as account_number,
    min(recipient.start_date) as start_date,
    sum(rate.net_weekly)::decimal(18, 2) as weekly_amount
from audit.recipient
left join audit.rate
    on rate.agreement_id = recipient.agreement_id
    and $as_at::date between rate.from_date and rate.to_date
where recipient.council = $council
    and recipient.client_type = 'adult'
    and recipient.legal_basis is distinct from 'phb'
    and recipient.start_date <= $as_at::date
    and coalesce(recipient.end_date >= $as_at::date, true)
group by recipient.person_id, recipient.recipient_type, recipient.recipient_name
order by client_reference, recipient.recipient_name
