/*
summary = "The council's payments of a review period: due against seen, with the line that was seen."
grain = "one row per payment due and credit that belong together, or stand alone"
kept = "view"
seen_by = "see_case"
*/
select
    payment.account_id,
    payment.agreement_id,
    payment.council,
    payment.officer,
    payment.expected_id,
    payment.transaction_id,
    period.period_from,
    payment.due_on,
    payment.posted_on,
    payment.kind,
    payment.outcome,
    line.description,
    payment.expected,
    payment.seen
from reconciliation.payment_match as payment
join staging.review_period as period
    on period.account_id = payment.account_id
    and coalesce(payment.due_on, payment.posted_on) between period.period_from and period.period_to
left join reconciliation.transaction as line
    on line.account_id = payment.account_id
    and line.transaction_id = payment.transaction_id
