/*
summary = "The instalments of each repayment plan: planned for which day, asked for on which day, and how much of each is paid."
grain = "one row per plan and instalment"
kept = "view"
seen_by = "see_case"
*/
with plan as (
    select
        plan.*,
        stage.state,
        stage.steps['propose'].amount as total,
        case plan.every
            when 'week' then plan.first_on + 7 * (plan.instalments - 1)
            when 'four_weeks' then plan.first_on + 28 * (plan.instalments - 1)
            when 'month' then (plan.first_on + to_months(plan.instalments - 1))::date
        end as last_on
    from decisions.repayment_plan as plan
    join trackers.case_state as stage
        on stage.kind = 'plan'
        and stage.case_id = plan.plan_id
),

part as (
    select
        plan.*,
        part.number,
        case plan.every
            when 'week' then plan.first_on + 7 * (part.number - 1)
            when 'four_weeks' then plan.first_on + 28 * (part.number - 1)
            when 'month' then (plan.first_on + to_months(part.number - 1))::date
        end as due_on,
        least(plan.instalment, plan.total - plan.instalment * (part.number - 1))::decimal(18, 2) as amount,
        least(plan.total, plan.instalment * part.number)::decimal(18, 2) as due_by_then
    from plan
    cross join lateral (select unnest(range(1, plan.instalments + 1))::integer as number) as part
),

-- A hold moves what is still to come by its days: the days on which none lasts are counted.
held as (
    select plan.plan_id, max(hold.to_date) as last_on
    from plan
    join staging.hold
        on hold.agreement_id = plan.agreement_id
        and coalesce(hold.to_date, date '9999-12-31') >= plan.first_on
    group by plan.plan_id
),

free_day as (
    select day.plan_id, day.on_day, row_number() over (partition by day.plan_id order by day.on_day) - 1 as days_on
    from (
        select plan.plan_id, plan.agreement_id, unnest(range(plan.first_on, greatest(plan.last_on, coalesce(held.last_on, plan.last_on)) + (plan.last_on - plan.first_on)::integer + 2, interval 1 day))::date as on_day
        from plan
        join held using (plan_id)
    ) as day
    anti join staging.hold
        on hold.agreement_id = day.agreement_id
        and day.on_day >= hold.from_date
        and day.on_day <= coalesce(hold.to_date, date '9999-12-31')
)

select
    part.plan_id,
    part.debt_id,
    part.agreement_id,
    part.council,
    debt.officer,
    part.number,
    part.due_on,
    case when held.plan_id is null then part.due_on else free_day.on_day end as asked_on,
    part.state,
    part.amount,
    part.due_by_then,
    case part.state
        when 'kept' then part.amount
        when 'agreed' then greatest(0, least(part.amount, part.total - debt.outstanding - part.due_by_then + part.amount))
        else 0
    end::decimal(18, 2) as paid
from part
join trackers.debt_balance as debt using (debt_id)
left join held using (plan_id)
left join free_day
    on free_day.plan_id = part.plan_id
    and free_day.days_on = part.due_on - part.first_on
