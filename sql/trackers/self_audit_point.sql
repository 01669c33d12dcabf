/*
summary = "What an auditor gives a review for each point, and which critical failures they saw."
grain = "one row per item, auditor, kind and point"
kept = "view"
seen_by = "check_self_audit"
*/
with score as (
    select item_id, auditor, 'point' as kind, point, score, null::boolean as is_there, note
    from decisions.self_audit_score
    qualify row_number() over (partition by item_id, auditor, point order by decided_at desc, score_id desc) = 1

    union all

    select item_id, auditor, 'critical', critical, null, is_there, note
    from decisions.self_audit_critical
    qualify row_number() over (partition by item_id, auditor, critical order by decided_at desc, critical_id desc) = 1
)

select
    seat.cycle_id,
    seat.item_id,
    seat.auditor,
    seat.seat,
    seat.council,
    seat.officer,
    point.kind,
    point.place,
    point.point,
    point.words,
    point.meaning,
    score.score,
    score.is_there,
    score.note,
    score.item_id is not null as is_said,
    seat.seat = 1 and seat.scored_at is not null as is_told
from trackers.self_audit_seat as seat
join decisions.self_audit_point as point on point.cycle_id = seat.cycle_id
left join score
    on score.item_id = seat.item_id
    and score.auditor = seat.auditor
    and score.kind = point.kind
    and score.point = point.point
where seat.checked_at is not null
