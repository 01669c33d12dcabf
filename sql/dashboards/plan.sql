/*
summary = "Money out and in by what it was for, against what the plan allows."
grain = "one row per account, review period and spend category"
kept = "view"
seen_by = "see_case"
*/
select
    account_id,
    agreement_id,
    council,
    officer,
    period_from,
    period_to,
    spend_category,
    planned is not null as is_planned,
    lines,
    planned,
    money_out,
    money_in,
    case when planned is not null then (money_out - planned)::decimal(18, 2) end as over_plan
from reconciliation.spend
