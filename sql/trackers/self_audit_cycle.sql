/*
summary = "The plan of each month's self-audit, and what was drawn. The seed shows only once it was used."
grain = "one row per plan and council"
kept = "view"
seen_by = "see_self_audit"
*/
with drawn as (
    select
        cycle_id,
        min(seed) as seed,
        min(population) as population,
        min(excluded) as excluded,
        min(population_sha256) as population_sha256,
        max(draw_number) as draws,
        min(decided_by) as drawn_by,
        min(decided_at) as drawn_at
    from decisions.self_audit_draw
    group by cycle_id
),

item as (
    select
        cycle_id,
        count(*) filter (where selected_as = 'random') as random_items,
        count(*) filter (where selected_as = 'risk') as risk_items,
        count(*) filter (where state = 'closed') as closed_items
    from trackers.self_audit_item
    group by cycle_id
)

select
    plan.cycle_id,
    unnest(plan.councils) as council,
    plan.month,
    case
        when withdrawn.cycle_id is not null then 'withdrawn'
        when drawn.cycle_id is null then 'planned'
        when item.closed_items = item.random_items + item.risk_items then 'closed'
        when drawn.cycle_id is not null then 'drawn'
    end as state,
    plan.councils,
    plan.auditors,
    plan.size_by,
    plan.floor_per_officer,
    plan.percent,
    plan.risk_percent,
    plan.confidence,
    plan.tolerable_rate,
    plan.expected_errors,
    plan.distribution,
    plan.risk_per_officer,
    plan.stages,
    plan.accept_first,
    plan.accept_second,
    plan.strata,
    plan.second_percent,
    plan.pass_percent,
    plan.coach_percent,
    plan.money_wrong_over,
    plan.answer_days,
    plan.action_days,
    plan.seed_sha256,
    drawn.seed,
    drawn.population,
    drawn.excluded,
    drawn.population_sha256,
    coalesce(drawn.draws, 0) as draws,
    coalesce(item.random_items, 0) as random_items,
    coalesce(item.risk_items, 0) as risk_items,
    coalesce(item.closed_items, 0) as closed_items,
    plan.decided_by as planned_by,
    plan.decided_at as planned_at,
    drawn.drawn_by,
    drawn.drawn_at,
    withdrawn.reason as withdrawn_because
from decisions.self_audit_plan as plan
left join decisions.self_audit_plan_withdrawn as withdrawn using (cycle_id)
left join drawn using (cycle_id)
left join item using (cycle_id)
