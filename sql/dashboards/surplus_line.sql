/*
summary = "Lines of the statements that may show surplus money coming back, and that nothing has been matched to: money out since it was taken, or, where it is netted, the lower payments of the council."
grain = "one row per surplus and line"
kept = "view"
seen_by = "see_case"
*/
with shown as (
    select surplus.surplus_id, line.account_id, line.transaction_id, -line.amount as amount
    from trackers.surplus
    join reconciliation.transaction as line
        on line.agreement_id = surplus.agreement_id
        and line.posted_on >= surplus.taken_on
    where line.amount < 0
        and surplus.state in ('taken_by_card', 'invoiced')

    union all

    select surplus.surplus_id, match.account_id, match.transaction_id, netted.amount
    from trackers.surplus
    join reconciliation.netted using (surplus_id)
    join reconciliation.payment_match as match
        on match.expected_id = netted.expected_id
        and match.outcome = 'as_expected'
    where surplus.state = 'netted'
)

select
    surplus.surplus_id,
    surplus.agreement_id,
    surplus.council,
    surplus.officer,
    line.transaction_id,
    line.account_id,
    line.posted_on,
    line.description,
    line.spend_category,
    shown.amount,
    shown.amount = surplus.still_to_come as is_exact
from shown
join trackers.surplus using (surplus_id)
join reconciliation.transaction as line
    on line.account_id = shown.account_id
    and line.transaction_id = shown.transaction_id
anti join (
    select transaction_id from decisions.surplus_receipt where transaction_id is not null
    union all
    select transaction_id from decisions.debt_entry where transaction_id is not null
) as matched
    on matched.transaction_id = shown.transaction_id
where shown.amount <= surplus.still_to_come
