/*
summary = "Samples of pounds for the annual audit: what each was drawn from, and how far it is looked at."
grain = "one row per sample"
kept = "view"
seen_by = "see_self_audit"
*/
with item as (
    select
        money_sample_id,
        count(*) as looked_for,
        count(pounds_right) as looked_at,
        coalesce(sum(pounds - pounds_right) filter (where pounds_right < pounds), 0)::decimal(18, 2) as pounds_wrong
    from trackers.money_sample_item
    group by money_sample_id
)

select
    sample.money_sample_id,
    sample.council,
    sample.from_date,
    sample.to_date,
    sample.decided_by as drawn_by,
    sample.decided_at as drawn_at,
    sample.seed,
    sample.population_sha256,
    sample.items,
    sample.pounds,
    sample.confidence,
    sample.tolerable,
    sample.expected,
    sample.step,
    coalesce(item.looked_for, 0) as looked_for,
    coalesce(item.looked_at, 0) as looked_at,
    coalesce(item.pounds_wrong, 0)::decimal(18, 2) as pounds_wrong
from decisions.money_sample as sample
left join item using (money_sample_id)
