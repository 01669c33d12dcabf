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
)

select
    part.plan_id,
    part.debt_id,
    part.agreement_id,
    part.council,
    debt.officer,
    part.number,
    part.due_on,
    -- A hold moves what is still to come by its days: the days on which none lasts are counted.
    clock.after(part.first_on - 1, part.due_on - part.first_on + 1, held.stretches) as asked_on,
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
left join staging.held
    on held.agreement_id = part.agreement_id
