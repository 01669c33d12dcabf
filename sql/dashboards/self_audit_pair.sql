/*
summary = "What two auditors gave the same points of the same items, neither seeing the other's."
grain = "one row per plan, council, first score and second score"
kept = "view"
seen_by = "see_self_audit"
*/
with newest as (
    select item_id, auditor, point, score
    from decisions.self_audit_score
    qualify row_number() over (partition by item_id, auditor, point order by decided_at desc, score_id desc) = 1
)

select item.cycle_id, item.council, item.month, one.score as first_score, other.score as second_score, count(*) as points
from trackers.self_audit_item as item
join newest as one on one.item_id = item.item_id and one.auditor = item.auditor
join newest as other on other.item_id = item.item_id and other.auditor = item.second_auditor and other.point = one.point
where item.state = 'closed' and one.score is not null and other.score is not null
group by item.cycle_id, item.council, item.month, one.score, other.score
