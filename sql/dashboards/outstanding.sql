/*
summary = "What is owed and not on the statement yet, item by item."
grain = "one row per item and review period"
kept = "view"
seen_by = "see_case"
*/
select
    item.item_id,
    item.account_id,
    account.agreement_id,
    account.council,
    account.officer,
    period.period_from,
    period.period_to,
    item.kind,
    item.description,
    item.decided_by,
    item.decided_at,
    item.amount
from staging.outstanding_item as item
join staging.account using (account_id)
join staging.review_period as period
    on period.account_id = item.account_id
    and item.period_from between period.period_from and period.period_to
