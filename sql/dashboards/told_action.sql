/*
summary = "What is done about what a second look found, by whom and until when."
grain = "one row per action"
kept = "view"
seen_by = "hear_self_audit"
*/
select
    action.action_id,
    item.cycle_id,
    item.item_id,
    item.agreement_id,
    item.council,
    item.officer,
    item.auditor,
    action.owner,
    action.due_on,
    action.words,
    done.words as done_words,
    done.decided_at as done_at,
    done.decided_by as done_by,
    case when done.action_id is null then 'open' else 'done' end as state
from decisions.self_audit_action as action
join trackers.self_audit_item as item on item.item_id = action.item_id
left join decisions.self_audit_action_done as done on done.action_id = action.action_id
-- Nothing of a second look shows before it is scored.
where item.scored_at is not null
