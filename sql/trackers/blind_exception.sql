/*
summary = "What needs a person in a review, for somebody who looks a second time: the questions as they stood, with no answer but their own."
grain = "one row per item, auditor and question"
kept = "view"
seen_by = "check_self_audit"
*/
with seen as not materialized (
    select
        seat.item_id,
        seat.auditor,
        sighting.*
    from trackers.self_audit_seat as seat
    join findings.sighting as sighting on sighting.account_id = seat.account_id
    join findings.run as run on run.run_id = sighting.run_id
    where run.ran_at <= seat.completed_at
        and sighting.occurred_on between seat.period_from and seat.period_to
    qualify row_number() over (partition by seat.item_id, seat.auditor, sighting.finding_id order by sighting.sighting_number desc) = 1
),

question as (
    select item_id, auditor, account_id, finding_id as exception_id, 'finding' as kind, rule_id, transaction_id, severity, occurred_on, amount, message
    from seen
    where state = 'present'

    union all

    select
        line.item_id, line.auditor, line.account_id, line.transaction_id, 'payee', null, line.transaction_id, 'low', line.posted_on, abs(line.amount)::decimal(18, 2),
        'Who is this, and what was it for?'
    from trackers.blind_line as line
    anti join seen
        on seen.item_id = line.item_id
        and seen.auditor = line.auditor
        and seen.account_id = line.account_id
        and seen.transaction_id = line.transaction_id
        and seen.state = 'present'
    where line.is_asked
),

said as (
    select item_id, auditor, subject_id, said, reason
    from decisions.self_audit_verdict
    where kind = 'exception'
    qualify row_number() over (partition by item_id, auditor, subject_id order by decided_at desc, verdict_id desc) = 1
)

select
    seat.cycle_id,
    question.item_id,
    question.auditor,
    question.exception_id,
    question.kind,
    question.rule_id,
    question.account_id,
    seat.agreement_id,
    seat.council,
    seat.officer,
    question.transaction_id,
    question.severity,
    question.occurred_on,
    question.amount,
    line.description,
    question.message,
    said.said as verdict,
    said.reason,
    coalesce(line.is_hidden, false) as is_hidden,
    said.said is not null or (question.kind = 'payee' and line.said is not null) as is_settled
from question
join trackers.self_audit_seat as seat
    on seat.item_id = question.item_id
    and seat.auditor = question.auditor
    and seat.account_id = question.account_id
left join said
    on said.item_id = question.item_id
    and said.auditor = question.auditor
    and said.subject_id = question.exception_id
left join trackers.blind_line as line
    on line.item_id = question.item_id
    and line.auditor = question.auditor
    and line.account_id = question.account_id
    and line.transaction_id = question.transaction_id
