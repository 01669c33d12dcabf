/*
summary = "Reviews that were looked at again and scored, as the officer whose they are may see them."
grain = "one row per item"
kept = "view"
seen_by = "hear_self_audit"
*/
select
    item.cycle_id,
    item.item_id,
    item.month,
    item.agreement_id,
    item.account_id,
    item.council,
    item.officer,
    item.completed_by,
    item.auditor,
    item.period_from,
    item.period_to,
    item.answer_by,
    item.state,
    scored.note,
    answer.words as answer_words,
    item.agreed,
    item.points,
    item.max_points,
    item.critical_failure,
    item.result,
    item.pounds_wrong,
    closed.words as closed_words
from trackers.self_audit_item as item
join decisions.self_audit_scored as scored on scored.item_id = item.item_id and scored.auditor = item.auditor
left join (
    select item_id, words
    from decisions.self_audit_answer
    where difference_id is null
    qualify row_number() over (partition by item_id order by decided_at desc, answer_id desc) = 1
) as answer on answer.item_id = item.item_id
left join decisions.self_audit_closed as closed on closed.item_id = item.item_id
