/*
summary = "Lines of the statements that may show surplus money coming back: money out since it was taken, that no surplus or debt has been matched to."
grain = "one row per surplus and line"
kept = "view"
seen_by = "see_case"
*/
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
    -line.amount as amount,
    -line.amount = surplus.still_to_come as is_exact
from trackers.surplus
join reconciliation.transaction as line
    on line.agreement_id = surplus.agreement_id
    and line.posted_on >= surplus.taken_on
anti join (
    select transaction_id from decisions.surplus_receipt where transaction_id is not null
    union all
    select transaction_id from decisions.debt_entry where transaction_id is not null
) as matched
    on matched.transaction_id = line.transaction_id
where line.amount < 0
    and -line.amount <= surplus.still_to_come
    and surplus.state in ('taken_by_card', 'netted', 'invoiced')
