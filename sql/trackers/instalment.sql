/*
summary = "How each instalment stands on a day: paid, due later, or missed."
grain = "one row per plan and instalment"
kept = "view"
seen_by = "see_case"
*/
select
    plan_id,
    debt_id,
    agreement_id,
    council,
    officer,
    number,
    due_on,
    asked_on,
    case
        when state in ('proposed', 'approved') then 'planned'
        when state in ('ended', 'broken') then 'plan_ended'
        when paid = amount then 'paid'
        when asked_on is null or asked_on >= $as_at then 'to_come'
        when asked_on < $as_at then 'missed'
    end as outcome,
    amount,
    paid,
    (amount - paid)::decimal(18, 2) as unpaid
from trackers.instalment_due
