/*
summary = "What is done about what a self-audit found, by whom and until when."
grain = "one row per action"
kept = "view"
seen_by = "see_self_audit"
*/
select
    item.cycle_id,
    item.item_id,
    action.action_id,
    item.council,
    item.officer,
    action.owner,
    action.due_on,
    action.words,
    action_done.decided_at as done_at,
    action_done.decided_by as done_by,
    action_done.words as done_words,
    case when action_done.action_id is null then 'open' else 'done' end as state
from decisions.self_audit_action as action
join trackers.self_audit_item as item on item.item_id = action.item_id
left join decisions.self_audit_action_done as action_done on action_done.action_id = action.action_id
