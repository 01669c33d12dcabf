/*
summary = "Where the two looks at a closed item differ, what the officer answered, and who was right."
grain = "one row per difference"
kept = "view"
seen_by = "see_self_audit"

[identifiers]
message = "numbers"
*/
with ruling as (
    select difference_id, ruling, wrong, reason
    from decisions.self_audit_ruling
    qualify row_number() over (partition by difference_id order by decided_at desc, ruling_id desc) = 1
),

answer as (
    select difference_id, answer, words
    from decisions.self_audit_answer
    where difference_id is not null
    qualify row_number() over (partition by difference_id order by decided_at desc, answer_id desc) = 1
)

select
    item.cycle_id,
    item.item_id,
    difference.difference_id,
    item.council,
    item.officer,
    difference.auditor,
    difference.kind,
    difference.subject_id,
    difference.amount,
    difference.first_said,
    difference.second_said,
    difference.message,
    answer.answer,
    answer.words as answer_words,
    ruling.ruling,
    ruling.wrong,
    ruling.reason as ruling_reason
from decisions.self_audit_difference as difference
join trackers.self_audit_item as item on item.item_id = difference.item_id
left join answer on answer.difference_id = difference.difference_id
left join ruling on ruling.difference_id = difference.difference_id
where item.state = 'closed'
