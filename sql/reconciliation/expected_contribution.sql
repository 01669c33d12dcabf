/*
summary = "What the person should have paid in with each of the council's cycles: the contribution of the days' rates."
grain = "one row per account and day it is due"
kept = "table"
recomputed = "with the caseload"
*/
-- Two payments on one day, such as care and its arrears, are one cycle to the person.
select distinct
    payment.account_id,
    payment.agreement_id,
    payment.council,
    payment.officer,
    payment.due_on,
    case agreement.payment_cycle
        when '4-weekly' then rate.paid_in_weekly * 4
        when '2-weekly' then rate.paid_in_weekly * 2
        when 'monthly' then ((rate.paid_in_weekly * 100)::bigint * 104 + 12) // 24 * 0.01
    end::decimal(18, 2) as amount,
    case agreement.payment_cycle
        when '4-weekly' then rate.health_weekly * 4
        when '2-weekly' then rate.health_weekly * 2
        when 'monthly' then ((rate.health_weekly * 100)::bigint * 104 + 12) // 24 * 0.01
    end::decimal(18, 2) as health_amount
from reconciliation.expected_payment as payment
join staging.agreement using (agreement_id)
join staging.rate
    on rate.agreement_id = payment.agreement_id
    and payment.due_on between rate.from_date and rate.to_date
where payment.kind = 'regular'
