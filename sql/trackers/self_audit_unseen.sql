/*
summary = "The reviews of a month that nobody looked at a second time, with the money that went out in each: the most that could be wrong in them."
grain = "one row per plan and review"
kept = "view"
seen_by = "see_self_audit"
*/
with seen as (
    select distinct selection.cycle_id, selection.review_id
    from decisions.self_audit_selection as selection
    join decisions.self_audit_closed as closed using (item_id)
)

select population.cycle_id, population.council, population.officer, population.review_id, population.pounds
from decisions.self_audit_population as population
left join seen on seen.cycle_id = population.cycle_id and seen.review_id = population.review_id
where population.excluded_because is null and seen.review_id is null
