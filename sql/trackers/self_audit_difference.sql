/*
summary = "Where a second look differs from the first, what the officer answered, and who was right."
grain = "one row per difference"
kept = "view"
seen_by = "check_self_audit"
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
    seat.cycle_id,
    seat.item_id,
    seat.auditor,
    seat.seat,
    seat.council,
    seat.officer,
    difference.difference_id,
    difference.kind,
    difference.subject_id,
    difference.amount,
    difference.first_said,
    difference.first_reason,
    difference.second_said,
    difference.second_reason,
    difference.message,
    answer.answer,
    answer.words as answer_words,
    ruling.ruling,
    ruling.wrong,
    ruling.reason as ruling_reason,
    seat.seat = 1 and seat.scored_at is not null as is_told
from decisions.self_audit_difference as difference
join trackers.self_audit_seat as seat using (item_id, auditor)
left join answer on answer.difference_id = difference.difference_id
left join ruling on ruling.difference_id = difference.difference_id
