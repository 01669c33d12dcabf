/*
summary = "What waits to be done in each case, with the minutes that the council's policy gives to it and the days on which both hold."
grain = "one row per agreement, kind of work, piece that has a day of its own, and stretch of policy"
kept = "view"
seen_by = "move_case"
*/
with review as (
    select
        agreement_id,
        council,
        officer,
        count(*) filter (where state = 'to_review') as periods,
        sum(needs_you) filter (where state <> 'completed') as questions
    from trackers.review
    group by agreement_id, council, officer
),

piece as (
    -- What a running agreement takes in a month, whatever waits.
    select agreement_id, council, officer, 'agreement' as kind, start_date as from_day, end_date as to_day, 1 as pieces, null as held
    from staging.agreement

    union all

    select agreement_id, council, officer, 'review', null, null, periods, null
    from review
    where periods > 0

    union all

    select agreement_id, council, officer, 'question', null, null, questions, null
    from review
    where questions > 0

    union all

    -- Nobody is late for what was not asked. What came is worked in its review.
    select agreement_id, council, officer, 'late_return', due_on + 1, null, 1, held
    from reconciliation.return_clock
    where requested_on is not null and received_on is null and completed_on is null and decided_on is null

    union all

    select state.agreement_id, state.council, agreement.officer, state.kind, null, null, 1, null
    from trackers.case_state as state
    join staging.agreement using (agreement_id)
    where (state.kind = 'surplus' and state.state not in ('closed', 'withdrawn', 'passed_to_debt'))
        or (state.kind = 'debt' and state.state not in ('referred', 'settled', 'written_off', 'withdrawn'))
        or (state.kind = 'misspend' and state.state in ('opened', 'evidence_asked', 'meeting_offered', 'practitioner_view'))
        or (state.kind = 'suspension' and state.state in ('proposed', 'approved', 'reviewed'))
)

select
    piece.agreement_id,
    piece.council,
    piece.officer,
    greatest(piece.from_day, policy.effective_from, date '0001-01-01') as from_day,
    least(piece.to_day, policy.effective_to, date '9999-12-31') as to_day,
    piece.kind,
    piece.pieces::integer as pieces,
    policy.value as minutes_each,
    (piece.pieces * policy.value)::decimal(18, 2) as minutes,
    -- While a hold lasts nothing is late.
    piece.held
from piece
left join staging.policy
    on policy.council = piece.council
    and policy.setting = concat('work_minutes_', piece.kind)
