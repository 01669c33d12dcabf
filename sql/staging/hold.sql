/*
summary = "While a hold lasts no clock runs and no letter goes out."
grain = "one row per hold"
kept = "view"
*/
select
    hold.hold_id,
    hold.agreement_id,
    hold.council,
    hold.kind,
    hold.from_date,
    -- The last held day.
    least(hold.to_date, ended.ended_on - 1) as to_date,
    hold.reason,
    hold.decided_by,
    hold.decided_at,
    ended.ended_on
from decisions.hold
left join decisions.hold_ended as ended using (hold_id)
where ended.ended_on is null or ended.ended_on > hold.from_date
