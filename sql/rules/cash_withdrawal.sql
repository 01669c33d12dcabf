/*
title = "Cash taken out"
why = "Cash leaves no trace of what it paid for (Suffolk 24 008 529)."
severity = "high"
ask = "What was the cash used for, and are there receipts?"
policy = ["cash_per_period", "cash_count"]
owner = "Direct payments team"
reviewed = 2026-11-22
*/
with line as (
    select
        period.account_id,
        period.agreement_id,
        period.council,
        period.period_from,
        period.period_to,
        line.transaction_id,
        line.posted_on,
        -line.amount as amount,
        coalesce(agreement.cash_allowed_weekly, 0) as allowed_weekly,
        -sum(line.amount) over so_far as taken_so_far,
        -- Weeks of the period that have begun by then: what was agreed for weeks to come is not there to take yet.
        (line.posted_on - greatest(period.period_from, agreement.start_date)) // 7 + 1 as weeks_so_far
    from staging.review_period as period
    join staging.agreement using (agreement_id)
    join reconciliation.transaction as line
        on line.account_id = period.account_id
        and line.posted_on between period.period_from and period.period_to
    where line.spend_category = 'cash' and line.amount < 0
    window so_far as (
        partition by period.account_id, period.period_from order by line.posted_on
        range between unbounded preceding and current row
    )
),

taken as (
    select
        account_id,
        agreement_id,
        council,
        period_from,
        period_to,
        allowed_weekly,
        count(*) as withdrawals,
        sum(amount)::decimal(18, 2) as amount,
        min(posted_on) as first_on,
        min(posted_on) filter (where taken_so_far > allowed_weekly * weeks_so_far) as too_much_on,
        -- One withdrawal is its own line; several are looked at together.
        case count(*) when 1 then min(transaction_id) end as transaction_id
    from line
    group by account_id, agreement_id, council, period_from, period_to, allowed_weekly
)

select
    taken.account_id || ':' || taken.period_from as subject_id,
    taken.agreement_id,
    taken.account_id,
    taken.transaction_id,
    taken.amount,
    case when taken.allowed_weekly > 0 then taken.too_much_on else taken.first_on end as occurred_on,
    'high' as severity,
    words.pounds(taken.amount) || ' was taken out in cash in ' || taken.withdrawals
        || case when taken.withdrawals = 1 then ' withdrawal' else ' withdrawals' end
        || ' from ' || words.day(taken.first_on)
        || case
            when taken.allowed_weekly > 0 then '; the agreement allows ' || words.pounds(taken.allowed_weekly::decimal(18, 2)) || ' a week, and by ' || words.day(taken.too_much_on) || ' more was taken.'
            else '; no cash was agreed.'
        end as message
from taken
join staging.policy as most
    on most.council = taken.council and most.setting = 'cash_per_period'
    and taken.period_to between most.effective_from and most.effective_to
join staging.policy as often
    on often.council = taken.council and often.setting = 'cash_count'
    and taken.period_to between often.effective_from and often.effective_to
where case
    when taken.allowed_weekly > 0 then taken.too_much_on is not null
    else taken.amount > most.value or taken.withdrawals >= often.value
end
