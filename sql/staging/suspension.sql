/*
summary = "The days on which a direct payment is paused: suspensions that were approved, until they were lifted."
grain = "one row per suspension that was approved"
kept = "view"
*/
with taken as (
    select
        case_id,
        max_by(state, step_number) as state,
        max(on_day) filter (where step = 'lift') as lifted_on
    from decisions.step
    where kind = 'suspension'
    group by case_id
    having count(*) filter (where step = 'approve') > 0
)

select
    suspension.suspension_id,
    suspension.agreement_id,
    suspension.council,
    taken.state,
    suspension.from_date,
    -- The last day without money. While it lasts there is none, and after an agreement ended nothing is paid any more.
    taken.lifted_on - 1 as to_date
from decisions.suspension
join taken on taken.case_id = suspension.suspension_id
-- Lifted on or before its first day, it never was.
where taken.lifted_on is null or taken.lifted_on > suspension.from_date
