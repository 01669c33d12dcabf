/*
summary = "Suspensions of direct payments that were proposed: on which ground, by whom, approved by whom, and when they are looked at again."
grain = "one row per suspension"
kept = "view"
seen_by = "see_case"
*/
with pause as (
    select
        suspension.suspension_id,
        suspension.agreement_id,
        suspension.council,
        agreement.officer,
        state.steps['propose'].by as proposed_by,
        state.steps['approve'].by as approved_by,
        suspension.from_date,
        case
            when state.state = 'lifted' then state.steps['lift'].on_day - 1
            when state.state = 'ended' then state.steps['end'].on_day
        end as to_date,
        suspension.reason,
        coalesce(continued.review_on, box.said::date) as review_on,
        care.said as alternative_care,
        state.state
    from decisions.suspension
    join staging.agreement using (agreement_id)
    join trackers.case_state as state
        on state.kind = 'suspension' and state.case_id = suspension.suspension_id
    left join trackers.suspension_box as box
        on box.suspension_id = suspension.suspension_id and box.box = 'review_date'
    left join trackers.suspension_box as care
        on care.suspension_id = suspension.suspension_id and care.box = 'alternative_care'
    left join (
        select case_id, max_by(detail ->> '$.review_on', step_number)::date as review_on
        from decisions.step
        where kind = 'suspension' and step = 'continue'
        group by case_id
    ) as continued on continued.case_id = suspension.suspension_id
)

select
    pause.*,
    -- Days without money so far; a pause that was only proposed has none.
    case when pause.approved_by is not null then greatest(least(coalesce(pause.to_date, refreshed.as_at), refreshed.as_at) - pause.from_date + 1, 0) end as days
from pause
cross join store.refreshed
