/*
title = "Everyday living costs"
why = "Groceries, bills and rent are not care, unless the plan says so; guidance warns against blanket bans, so this is a question."
severity = "medium"
ask = "Was this part of agreed support, such as supported shopping?"
policy = ["living_cost_per_period"]
owner = "Direct payments team"
reviewed = 2026-11-22
*/
with spent as (
    select
        period.council,
        period.period_to,
        line.*,
        (-sum(line.amount) over (partition by line.account_id, period.period_from))::decimal(18, 2) as in_period
    from staging.review_period as period
    join reconciliation.transaction as line
        on line.account_id = period.account_id
        and line.posted_on between period.period_from and period.period_to
    where line.spend_category = 'living_cost' and line.amount < 0
)

select
    spent.transaction_id as subject_id,
    spent.agreement_id,
    spent.account_id,
    spent.transaction_id,
    (-spent.amount)::decimal(18, 2) as amount,
    spent.posted_on as occurred_on,
    'medium' as severity,
    words.pounds(-spent.amount) || ' was paid to ' || coalesce(spent.payee, 'a shop or supplier') || ' on ' || words.day(spent.posted_on)
        || ', ' || words.pounds(spent.in_period) || ' of living costs in the period; the plan has no living costs.' as message
from spent
join staging.policy as most
    on most.council = spent.council and most.setting = 'living_cost_per_period'
    and spent.period_to between most.effective_from and most.effective_to
anti join staging.plan_line
    on plan_line.agreement_id = spent.agreement_id
    and plan_line.spend_category = 'living_cost'
    and spent.posted_on between coalesce(plan_line.from_date, spent.posted_on) and coalesce(plan_line.to_date, spent.posted_on)
where spent.in_period > most.value
