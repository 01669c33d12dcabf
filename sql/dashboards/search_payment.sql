/*
summary = "What the council's system says it paid, for somebody who looks for a reference, an amount or a day."
grain = "one row per payment"
kept = "view"
seen_by = "see_case"
*/
select
    payment.payment_id,
    payment.agreement_id,
    -- Of several accounts of an agreement, the one that is open.
    (
        select arg_max(account.account_id, (account.closed_on is null, account.account_id)) from staging.account where account.agreement_id = payment.agreement_id
    ) as account_id,
    agreement.council,
    agreement.officer,
    payment.paid_on,
    concat_ws('. ', nullif(left(agreement.forename, 1), ''), agreement.surname) as who,
    payment.kind,
    payment.reference,
    payment.amount
from staging.payment
join staging.agreement using (agreement_id)
where ($amount::decimal(18, 2) is null or abs(payment.amount) = $amount::decimal(18, 2))
    and ($day::date is null or payment.paid_on = $day::date)
    and ($needle::varchar is null or search.holds(concat_ws(' ', payment.payment_id, payment.reference), $needle, $words::varchar[]))
