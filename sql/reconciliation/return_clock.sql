/*
summary = "Each return that is followed: when it is asked for, due and chased, with no day counted on which a hold lasts, and when it came and was worked."
grain = "one row per return"
kept = "view"
*/
with step as (
    select
        *,
        -- What was done before papers were asked for again belongs to another round.
        step_number >= coalesce(max(step_number) filter (where step in ('request', 'ask_again')) over (partition by case_id), 0) as is_of_this_round
    from decisions.step
    where kind = 'return'
),

stands as (
    select
        case_id,
        max_by(state, step_number) as state,
        max(on_day) filter (where is_of_this_round and step in ('request', 'ask_again')) as requested_on,
        max(on_day) filter (where is_of_this_round and step = 'chase_1') as chased_1_on,
        max(on_day) filter (where is_of_this_round and step = 'chase_2') as chased_2_on,
        max(on_day) filter (where is_of_this_round and step = 'final') as final_sent_on,
        max(on_day) filter (where is_of_this_round and step = 'decide') as decided_on,
        max(on_day) filter (where is_of_this_round and step = 'escalate') as escalated_on,
        max(on_day) filter (where is_of_this_round and step = 'receive') as brought_on,
        max_by(on_day, step_number) filter (where step = 'work') as worked_on
    from step
    group by case_id
),

-- The day a council began to follow returns here: its first statement, or the first return it asked for; until then it begins today.
began as (
    select council, min(began_on) as began_on
    from (
        select account.council, min(statement.received_at)::date as began_on
        from raw.statement
        join staging.account using (account_id)
        group by account.council

        union all

        select council, min(on_day)
        from step
        group by council
    )
    group by council
),

-- Of what lies before that day only the newest return of an agreement is asked for, and its clock begins on that day; nobody is chased over years that nobody looked at.
followed as (
    select
        due.*,
        greatest(due.request_on, coalesce(began.began_on, due.as_at)) as ask_on,
        coalesce(held.stretches, []) as held
    from reconciliation.return_due as due
    left join began using (council)
    left join stands on stands.case_id = due.return_id
    left join staging.held on held.agreement_id = due.agreement_id
    qualify stands.case_id is not null
        or due.request_on >= coalesce(began.began_on, due.as_at)
        or due.request_on = max(due.request_on) filter (where due.request_on < coalesce(began.began_on, due.as_at)) over (partition by due.agreement_id)
),

reviewed as (
    select followed.return_id, max(completed.completed_at)::date as completed_on
    from followed
    join staging.account using (agreement_id)
    join staging.review_period as period
        on period.account_id = account.account_id
        and period.period_from <= followed.period_to
        and period.period_to >= followed.period_from
    left join staging.completed_review as completed
        on completed.account_id = period.account_id and completed.period_from = period.period_from
    group by followed.return_id
    having count(*) = count(completed.review_id)
),

counted as (
    select
        followed.*,
        clock.after(followed.ask_on - 1, 1, followed.held) as asked_on,
        stands.* exclude (case_id, state, brought_on, worked_on),
        coalesce(stands.requested_on, followed.ask_on) as from_day,
        -- Papers by hand, or statements, or a review that was completed without them: whichever was first.
        least(
            case when stands.state in ('received', 'worked') then stands.brought_on end,
            covered.received_on,
            case when stands.state = 'worked' then stands.worked_on end,
            reviewed.completed_on
        ) as received_on,
        least(case when stands.state = 'worked' then stands.worked_on end, reviewed.completed_on) as completed_on,
        covered.received_on is not null as is_covered,
        due.value::integer as due_days,
        chaser_1.value::integer as chaser_1_days,
        chaser_2.value::integer as chaser_2_days,
        final.value::integer as final_days,
        decision.value::integer as decision_days,
        worked.value::integer as worked_days
    from followed
    left join stands on stands.case_id = followed.return_id
    left join reconciliation.return_covered as covered using (return_id)
    left join reviewed using (return_id)
    left join staging.policy as due
        on due.council = followed.council and due.setting = 'return_due_days'
        and followed.request_on between due.effective_from and due.effective_to
    left join staging.policy as chaser_1
        on chaser_1.council = followed.council and chaser_1.setting = 'return_chaser_1_days'
        and followed.request_on between chaser_1.effective_from and chaser_1.effective_to
    left join staging.policy as chaser_2
        on chaser_2.council = followed.council and chaser_2.setting = 'return_chaser_2_days'
        and followed.request_on between chaser_2.effective_from and chaser_2.effective_to
    left join staging.policy as final
        on final.council = followed.council and final.setting = 'return_final_days'
        and followed.request_on between final.effective_from and final.effective_to
    left join staging.policy as decision
        on decision.council = followed.council and decision.setting = 'return_decision_days'
        and followed.request_on between decision.effective_from and decision.effective_to
    left join staging.policy as worked
        on worked.council = followed.council and worked.setting = 'return_worked_days'
        and followed.request_on between worked.effective_from and worked.effective_to
),

first_chaser as (
    select *, clock.after(from_day, due_days, held) as due_on, clock.after(from_day, chaser_1_days, held) as chaser_1_on
    from counted
),

-- A chaser that goes out late puts off what comes after it: nobody gets two at once.
second_chaser as (
    select
        *,
        clock.later(
            clock.after(from_day, chaser_2_days, held),
            clock.after(coalesce(chased_1_on, chaser_1_on), greatest(chaser_2_days - chaser_1_days, 1), held)
        ) as chaser_2_on
    from first_chaser
),

last_chaser as (
    select
        *,
        clock.later(
            clock.after(from_day, final_days, held),
            clock.after(coalesce(chased_2_on, chaser_2_on), greatest(final_days - chaser_2_days, 1), held)
        ) as final_on
    from second_chaser
)

select
    return_id,
    agreement_id,
    council,
    officer,
    kind,
    period_from,
    period_to,
    as_at,
    asked_on,
    requested_on,
    chased_1_on,
    chased_2_on,
    final_sent_on,
    decided_on,
    escalated_on,
    due_on,
    chaser_1_on,
    chaser_2_on,
    final_on,
    clock.later(
        clock.after(from_day, decision_days, held),
        clock.after(coalesce(final_sent_on, final_on), greatest(decision_days - final_days, 1), held)
    ) as decision_on,
    received_on,
    completed_on,
    received_on + worked_days as work_by,
    is_covered,
    case
        when decided_on is not null then 'decision'
        when final_sent_on is not null then 'final'
        when chased_2_on is not null then 'chaser_2'
        when chased_1_on is not null then 'chaser_1'
        when requested_on is not null then 'request'
    end as chaser_stage,
    held
from last_chaser
