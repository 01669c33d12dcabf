/*
summary = "What the support plan says the money of an agreement is for, and whether each line holds."
grain = "one row per plan line"
kept = "view"
seen_by = "see_case"
*/
select
    plan_line.plan_line_id,
    plan_line.agreement_id,
    agreement.council,
    agreement.officer,
    coalesce(plan_line.from_date, agreement.start_date) as from_date,
    plan_line.to_date,
    plan_line.spend_category,
    plan_line.note,
    case
        when coalesce(plan_line.from_date, agreement.start_date) > $as_at::date then 'to_come'
        when coalesce(plan_line.to_date, agreement.end_date) < $as_at::date then 'ended'
        else 'holds'
    end as state,
    plan_line.weekly_amount,
    plan_line.one_off_amount
from staging.plan_line
join staging.agreement using (agreement_id)
