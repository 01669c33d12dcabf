/*
summary = "How often each point of closed items was right, partly right or wrong, chance and risk told apart."
grain = "one row per plan, council, point and how the items were chosen"
kept = "view"
seen_by = "see_self_audit"
*/
with newest as (
    select item_id, auditor, point, score
    from decisions.self_audit_score
    qualify row_number() over (partition by item_id, auditor, point order by decided_at desc, score_id desc) = 1
)

select
    item.cycle_id,
    item.council,
    item.month,
    item.selected_as,
    point.place,
    point.point,
    point.words,
    count(*) filter (where newest.score = 2) as fully,
    count(*) filter (where newest.score = 1) as partly,
    count(*) filter (where newest.score = 0) as not_at_all,
    count(*) filter (where newest.score is null) as not_there
from trackers.self_audit_item as item
join newest on newest.item_id = item.item_id and newest.auditor = item.auditor
join decisions.self_audit_point as point on point.cycle_id = item.cycle_id and point.kind = 'point' and point.point = newest.point
where item.state = 'closed'
group by item.cycle_id, item.council, item.month, item.selected_as, point.place, point.point, point.words
