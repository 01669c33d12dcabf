/*
summary = "What each auditor gave each point of a closed item. Empty where the review had nothing of the kind."
grain = "one row per item, auditor and point"
kept = "view"
seen_by = "see_self_audit"
*/
with newest as (
    select item_id, auditor, point, score, note
    from decisions.self_audit_score
    qualify row_number() over (partition by item_id, auditor, point order by decided_at desc, score_id desc) = 1
)

select
    item.cycle_id,
    item.item_id,
    item.council,
    item.officer,
    newest.auditor,
    newest.auditor = item.auditor as is_first,
    point.place,
    newest.point,
    point.words,
    newest.score,
    newest.note
from newest
join trackers.self_audit_item as item on item.item_id = newest.item_id
join decisions.self_audit_point as point on point.cycle_id = item.cycle_id and point.kind = 'point' and point.point = newest.point
where item.state = 'closed'
