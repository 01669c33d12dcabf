/*
summary = "Money by what it was for against the plan, for somebody who looks a second time."
grain = "one row per item, auditor and spend category"
kept = "view"
seen_by = "check_self_audit"
*/
with taken as (
    select item_id, auditor, spend_category, count(*) as lines, sum(money_out) as money_out, sum(money_in) as money_in
    from trackers.blind_line
    group by item_id, auditor, spend_category
),

planned as (
    select seat.item_id, seat.auditor, spend.spend_category, spend.planned
    from trackers.self_audit_seat as seat
    join reconciliation.spend as spend
        on spend.account_id = seat.account_id
        and spend.period_from = seat.period_from
    where spend.planned is not null
)

select
    seat.item_id,
    seat.auditor,
    seat.account_id,
    seat.council,
    seat.officer,
    part.spend_category,
    coalesce(part.lines, 0) as lines,
    part.planned,
    coalesce(part.money_out, 0)::decimal(18, 2) as money_out,
    coalesce(part.money_in, 0)::decimal(18, 2) as money_in,
    case when part.planned is not null then (coalesce(part.money_out, 0) - part.planned)::decimal(18, 2) end as over_plan
from trackers.self_audit_seat as seat
join (
    select item_id, auditor, spend_category, lines, planned, money_out, money_in
    from taken
    full join planned using (item_id, auditor, spend_category)
) as part using (item_id, auditor)
