/*
title = "The person's contribution is behind"
why = "An unpaid contribution becomes a debt that grows unseen; told early, most are put right (Nottinghamshire 20 013 237)."
severity = "medium"
ask = "Has the contribution changed, or is there a difficulty in paying it?"
policy = ["contribution_unpaid_cycles", "contribution_unpaid_amount", "contribution_high_cycles", "payment_window_days"]
owner = "Direct payments team"
reviewed = 2026-11-22
*/
with behind as (
    select
        period.account_id,
        period.agreement_id,
        period.council,
        period.period_from,
        period.period_to,
        sum(cycle.expected - cycle.received)::decimal(18, 2) as arrears,
        arg_max(cycle.expected, cycle.due_on) filter (where cycle.expected > 0) as one_cycle,
        min(cycle.due_on) filter (where cycle.received < cycle.expected) as first_missed_on,
        count(*) filter (where cycle.received < cycle.expected) as cycles_short,
        -- The question belongs to the period in which a cycle was missed, however long the arrears have run.
        min(cycle.due_on) filter (where cycle.received < cycle.expected and cycle.due_on >= period.period_from) as missed_in_period_on
    from staging.review_period as period
    join reconciliation.contribution_cycle as cycle
        on cycle.account_id = period.account_id
        and cycle.due_on <= period.period_to
    where cycle.is_covered
    group by period.account_id, period.agreement_id, period.council, period.period_from, period.period_to
)

select
    behind.account_id || ':' || behind.period_from as subject_id,
    behind.agreement_id,
    behind.account_id,
    null::varchar as transaction_id,
    behind.arrears as amount,
    behind.missed_in_period_on as occurred_on,
    case when behind.arrears >= behind.one_cycle * high.value then 'high' else 'medium' end as severity,
    'By ' || words.day(behind.period_to) || ' contributions were ' || words.pounds(behind.arrears) || ' behind: '
        || behind.cycles_short || case when behind.cycles_short = 1 then ' cycle' else ' cycles' end
        || ' short since ' || words.day(behind.first_missed_on) || ', with ' || words.pounds(behind.one_cycle) || ' due each cycle.' as message
from behind
join staging.policy as cycles
    on cycles.council = behind.council and cycles.setting = 'contribution_unpaid_cycles'
    and behind.period_to between cycles.effective_from and cycles.effective_to
join staging.policy as least_amount
    on least_amount.council = behind.council and least_amount.setting = 'contribution_unpaid_amount'
    and behind.period_to between least_amount.effective_from and least_amount.effective_to
join staging.policy as high
    on high.council = behind.council and high.setting = 'contribution_high_cycles'
    and behind.period_to between high.effective_from and high.effective_to
where behind.missed_in_period_on is not null
    and (behind.arrears > behind.one_cycle * cycles.value or behind.arrears > least_amount.value)
