/*
summary = "Money by what it was for against the plan, for somebody who looks a second time."
grain = "one row per item, auditor and spend category"
kept = "view"
seen_by = "check_self_audit"
*/
-- Each part names its account, so that a filter on it reaches down to the lines.
with part as (
    select item_id, auditor, account_id, spend_category, 1 as lines, null::decimal(18, 2) as planned, money_out, money_in
    from trackers.blind_line

    union all

    select seat.item_id, seat.auditor, spend.account_id, spend.spend_category, 0, spend.planned, null, null
    from trackers.self_audit_seat as seat
    join reconciliation.spend as spend
        on spend.account_id = seat.account_id
        and spend.period_from = seat.period_from
    where spend.planned is not null
),

added as (
    select
        item_id,
        auditor,
        account_id,
        spend_category,
        sum(lines) as lines,
        sum(planned)::decimal(18, 2) as planned,
        coalesce(sum(money_out), 0)::decimal(18, 2) as money_out,
        coalesce(sum(money_in), 0)::decimal(18, 2) as money_in
    from part
    group by item_id, auditor, account_id, spend_category
)

select
    added.item_id,
    added.auditor,
    added.account_id,
    seat.council,
    seat.officer,
    added.spend_category,
    added.lines::bigint as lines,
    added.planned,
    added.money_out,
    added.money_in,
    case when added.planned is not null then (added.money_out - added.planned)::decimal(18, 2) end as over_plan
from added
join trackers.self_audit_seat as seat
    on seat.item_id = added.item_id
    and seat.auditor = added.auditor
    and seat.account_id = added.account_id
