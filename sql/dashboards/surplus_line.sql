/*
summary = "Lines of the statements that may show surplus money coming back, and that nothing has been matched to: money out since it was taken, or, where it is netted, the lower payments of the council."
grain = "one row per surplus and line"
kept = "view"
seen_by = "see_case"
*/
with shown as (
    select
        surplus.surplus_id,
        surplus.agreement_id,
        surplus.council,
        surplus.officer,
        surplus.still_to_come,
        line.transaction_id,
        line.account_id,
        line.posted_on,
        line.description,
        line.spend_category,
        -line.amount as amount
    from trackers.surplus
    join reconciliation.transaction as line
        on line.agreement_id = surplus.agreement_id
        and line.posted_on >= surplus.taken_on
    where line.amount < 0
        and surplus.state in ('taken_by_card', 'invoiced')

    union all

    select
        surplus.surplus_id,
        surplus.agreement_id,
        surplus.council,
        surplus.officer,
        surplus.still_to_come,
        line.transaction_id,
        line.account_id,
        line.posted_on,
        line.description,
        line.spend_category,
        netted.amount
    from trackers.surplus
    join reconciliation.netted using (surplus_id)
    join reconciliation.payment_match as match
        on match.expected_id = netted.expected_id
        and match.outcome = 'as_expected'
    join reconciliation.transaction as line
        on line.account_id = match.account_id
        and line.transaction_id = match.transaction_id
    where surplus.state = 'netted'
)

select
    shown.surplus_id,
    shown.agreement_id,
    shown.council,
    shown.officer,
    shown.transaction_id,
    shown.account_id,
    shown.posted_on,
    shown.description,
    shown.spend_category,
    shown.amount,
    shown.amount = shown.still_to_come as is_exact
from shown
anti join (
    select transaction_id from decisions.surplus_receipt where transaction_id is not null
    union all
    select transaction_id from decisions.debt_entry where transaction_id is not null
) as matched
    on matched.transaction_id = shown.transaction_id
where shown.amount <= shown.still_to_come
