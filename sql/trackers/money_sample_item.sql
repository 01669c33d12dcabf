/*
summary = "The payments that a sample of pounds drew, and how much of each was right."
grain = "one row per sample and payment"
kept = "view"
seen_by = "see_self_audit"
*/
with newest as (
    select *
    from decisions.money_sample_check
    qualify row_number() over (partition by money_sample_id, transaction_id order by decided_at desc, check_id desc) = 1
)

select
    item.money_sample_id,
    item.place,
    item.transaction_id,
    item.account_id,
    item.agreement_id,
    item.council,
    item.posted_on,
    item.description,
    item.spend_category,
    item.selected_as,
    newest.reason,
    newest.decided_by as looked_at_by,
    newest.decided_at as looked_at,
    item.pounds,
    newest.pounds_right
from decisions.money_sample_item as item
left join newest on newest.money_sample_id = item.money_sample_id and newest.transaction_id = item.transaction_id
