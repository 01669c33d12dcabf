/*
summary = "Both looks at a review side by side, once the second is over: every question, every line that one of them took for something else, and the outcome."
grain = "one row per item, auditor and subject"
kept = "view"
seen_by = "check_self_audit"
*/
with first as not materialized (
    select
        seat.item_id,
        seat.auditor,
        seat.account_id,
        verdict.exception_id,
        verdict.verdict,
        verdict.reason
    from trackers.self_audit_seat as seat
    join decisions.verdict as verdict on verdict.account_id = seat.account_id
    left join decisions.verdict_undone as undone
        on undone.verdict_id = verdict.verdict_id
        and undone.decided_at <= seat.completed_at
    where verdict.decided_at <= seat.completed_at
        and undone.verdict_id is null
    qualify row_number() over (
        partition by seat.item_id, seat.auditor, verdict.exception_id
        order by verdict.decided_at desc, verdict.verdict_id desc
    ) = 1
),

second as (
    select item_id, auditor, subject_id, said, reason
    from decisions.self_audit_verdict
    where kind = 'exception'
    qualify row_number() over (partition by item_id, auditor, subject_id order by decided_at desc, verdict_id desc) = 1
),

-- Written out where it is used, or no filter on the account would reach through it.
line as not materialized (
    select
        line.*,
        reviewed.spend_category as first_category,
        reviewed.category_reason as first_category_reason,
        second.said as verdict,
        second.reason
    from trackers.blind_line as line
    join trackers.self_audit_seat as seat using (item_id, auditor, account_id)
    join decisions.reviewed_line as reviewed
        on reviewed.review_id = seat.review_id
        and reviewed.account_id = seat.account_id
        and reviewed.transaction_id = line.transaction_id
    left join second
        on second.item_id = line.item_id
        and second.auditor = line.auditor
        and second.subject_id = line.transaction_id
),

look as (
    -- Findings, and lines that nobody said anything of: the verdicts.
    select
        question.item_id,
        question.auditor,
        question.account_id,
        'exception' as kind,
        question.exception_id as subject_id,
        question.transaction_id,
        question.occurred_on,
        coalesce(question.amount, 0) as amount,
        case when question.kind = 'payee' then question.description || ': ' else '' end || question.message as message,
        first.verdict as first_said,
        first.reason as first_reason,
        question.verdict as second_said,
        question.reason as second_reason,
        first.verdict is distinct from question.verdict as differs
    from trackers.blind_exception as question
    left join first
        on first.item_id = question.item_id
        and first.auditor = question.auditor
        and first.account_id = question.account_id
        and first.exception_id = question.exception_id
    -- A payee that the first officer said is compared as a line; so is one that the second alone could tell.
    where question.kind = 'finding' or (not question.is_hidden and question.verdict is not null)

    union all

    -- What a line was for, where a person said it in either look; and a question that only the second asks.
    select
        line.item_id,
        line.auditor,
        line.account_id,
        'line',
        line.transaction_id,
        line.transaction_id,
        line.posted_on,
        abs(line.amount)::decimal(18, 2),
        line.description,
        line.first_category,
        line.first_category_reason,
        coalesce(line.said, line.verdict),
        case when line.said is not null then line.category_reason else line.reason end,
        case
            when line.said is not null then line.said <> line.first_category
            when line.verdict is not null then line.verdict <> 'explained'
        end
    from line
    where line.said is not null
        or (line.verdict is not null and (line.is_hidden or not line.is_asked))

    union all

    select
        checked.item_id,
        checked.auditor,
        seat.account_id,
        'outcome',
        seat.review_id,
        null,
        seat.period_to,
        0,
        'Does the form agree with the statement?',
        review.outcome,
        review.explanation,
        checked.outcome,
        checked.note,
        review.outcome <> checked.outcome
    from decisions.self_audit_check as checked
    join trackers.self_audit_seat as seat using (item_id, auditor)
    join decisions.review as review using (review_id)
)

select
    seat.cycle_id,
    look.item_id,
    look.auditor,
    seat.seat,
    look.account_id,
    seat.council,
    seat.officer,
    look.kind,
    look.subject_id,
    look.transaction_id,
    look.occurred_on,
    look.amount,
    look.message,
    look.first_said,
    look.first_reason,
    look.second_said,
    look.second_reason,
    look.differs
from look
join trackers.self_audit_seat as seat
    on seat.item_id = look.item_id
    and seat.auditor = look.auditor
    and seat.account_id = look.account_id
where seat.checked_at is not null
