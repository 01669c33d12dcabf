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
-- Council and officer stand in the window so that a question about one officer reads that officer's returns alone.
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
        or due.request_on = max(due.request_on) filter (where due.request_on < coalesce(began.began_on, due.as_at)) over (partition by due.agreement_id, due.council, due.officer)
),

reviewed as (
    select period.return_id, max(completed.completed_at)::date as completed_on
    from staging.completed_review as completed
    join reconciliation.return_period as period using (account_id, period_from)
    group by period.return_id, period.periods
    having count(*) = period.periods
),

-- What the council's policy says of a return that is asked for from a day on.
term as (
    select
        begins.council,
        begins.from_day,
        coalesce(lead(begins.from_day) over (partition by begins.council order by begins.from_day) - 1, date '9999-12-31')::date as to_day,
        max(policy.value::integer) filter (where policy.setting = 'return_due_days') as due_days,
        max(policy.value::integer) filter (where policy.setting = 'return_chaser_1_days') as chaser_1_days,
        max(policy.value::integer) filter (where policy.setting = 'return_chaser_2_days') as chaser_2_days,
        max(policy.value::integer) filter (where policy.setting = 'return_final_days') as final_days,
        max(policy.value::integer) filter (where policy.setting = 'return_decision_days') as decision_days,
        max(policy.value::integer) filter (where policy.setting = 'return_worked_days') as worked_days
    from (
        select distinct council, effective_from as from_day
        from staging.policy
        where starts_with(setting, 'return_')
    ) as begins
    join staging.policy
        on policy.council = begins.council
        and starts_with(policy.setting, 'return_')
        and begins.from_day between policy.effective_from and policy.effective_to
    group by begins.council, begins.from_day
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
        term.* exclude (council, from_day, to_day)
    from followed
    left join stands on stands.case_id = followed.return_id
    left join reconciliation.return_covered as covered using (return_id)
    left join reviewed using (return_id)
    left join term
        on term.council = followed.council
        and followed.request_on between term.from_day and term.to_day
),

first_chaser as (
    select *, clock.after(from_day, due_days, held) as due_on, clock.after(from_day, chaser_1_days, held) as chaser_1_on
    from counted
),

-- A chaser that goes out late puts off what comes after it: nobody gets two at once.
second_chaser as (
    select *, clock.later(by_terms, by_chaser) as chaser_2_on
    from (
        select
            *,
            clock.after(from_day, chaser_2_days, held) as by_terms,
            clock.after(coalesce(chased_1_on, chaser_1_on), greatest(chaser_2_days - chaser_1_days, 1), held) as by_chaser
        from first_chaser
    )
),

last_chaser as (
    select * replace (
        clock.after(from_day, final_days, held) as by_terms,
        clock.after(coalesce(chased_2_on, chaser_2_on), greatest(final_days - chaser_2_days, 1), held) as by_chaser
    )
    from second_chaser
),

decision as (
    select * replace (
        clock.after(from_day, decision_days, held) as by_terms,
        clock.after(coalesce(final_sent_on, final_on), greatest(decision_days - final_days, 1), held) as by_chaser
    )
    from (select *, clock.later(by_terms, by_chaser) as final_on from last_chaser)
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
    clock.later(by_terms, by_chaser) as decision_on,
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
from decision
