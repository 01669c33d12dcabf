/*
summary = "What chance drew from each stratum of a month's reviews, and what was found: only this proves anything about the rest."
grain = "one row per plan, stratum and officer"
kept = "view"
seen_by = "see_self_audit"
*/
with looked as (
    select selection.cycle_id, min(opened.decided_at) as first_at
    from decisions.self_audit_selection as selection
    join decisions.self_audit_opened as opened using (item_id)
    group by selection.cycle_id
),

-- What was drawn on before anybody had looked is one sample with the first draw; what was drawn later may have been drawn because of what was seen.
drawn as (
    select
        draw.cycle_id,
        draw.draw_number,
        case
            when draw.draw_number = 1 then 'first'
            when draw.kind = 'second_stage' then 'second'
            when looked.first_at is null or draw.decided_at < looked.first_at then 'first'
            else 'more'
        end as part
    from decisions.self_audit_draw as draw
    left join looked on looked.cycle_id = draw.cycle_id
)

select
    population.cycle_id,
    population.council,
    plan.month,
    population.stratum,
    population.officer,
    count(*) as reviews,
    count(*) filter (where drawn.part = 'first') as items,
    count(*) filter (where drawn.part = 'first' and closed.item_id is not null) as closed,
    count(*) filter (where drawn.part = 'first' and not closed.agreed) as wrong,
    count(*) filter (where drawn.part = 'first' and closed.pounds_wrong > 0) as money_wrong,
    count(*) filter (where drawn.part = 'second') as second_items,
    count(*) filter (where drawn.part = 'second' and closed.item_id is not null) as second_closed,
    count(*) filter (where drawn.part = 'second' and not closed.agreed) as second_wrong,
    count(*) filter (where drawn.part = 'more') as more_items,
    count(*) filter (where drawn.part = 'more' and not closed.agreed) as more_wrong,
    coalesce(sum(population.pounds), 0)::decimal(18, 2) as pounds,
    coalesce(sum(closed.pounds_wrong), 0)::decimal(18, 2) as pounds_wrong
from decisions.self_audit_population as population
join decisions.self_audit_plan as plan on plan.cycle_id = population.cycle_id
left join decisions.self_audit_selection as selection
    on selection.cycle_id = population.cycle_id
    and selection.review_id = population.review_id
    and selection.selected_as = 'random'
left join drawn on drawn.cycle_id = selection.cycle_id and drawn.draw_number = selection.draw_number
left join decisions.self_audit_closed as closed on closed.item_id = selection.item_id
where population.excluded_because is null
group by population.cycle_id, population.council, plan.month, population.stratum, population.officer
