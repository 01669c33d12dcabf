/*
title = "Cash taken out"
why = "Cash leaves no trace of what it paid for (Suffolk 24 008 529)."
severity = "high"
ask = "What was the cash used for, and are there receipts?"
policy = ["cash_per_period", "cash_count"]
owner = "Direct payments team"
reviewed = 2026-11-22
*/
with taken as (
    select
        period.account_id,
        period.agreement_id,
        period.council,
        period.period_from,
        period.period_to,
        count(*) as withdrawals,
        (-sum(line.amount))::decimal(18, 2) as amount,
        min(line.posted_on) as first_on,
        -- One withdrawal is its own line; several are looked at together.
        case count(*) when 1 then min(line.transaction_id) end as transaction_id
    from staging.review_period as period
    join reconciliation.transaction as line
        on line.account_id = period.account_id
        and line.posted_on between period.period_from and period.period_to
    where line.spend_category = 'cash' and line.amount < 0
    group by period.account_id, period.agreement_id, period.council, period.period_from, period.period_to
)

select
    taken.account_id || ':' || taken.period_from as subject_id,
    taken.agreement_id,
    taken.account_id,
    taken.transaction_id,
    taken.amount,
    taken.first_on as occurred_on,
    'high' as severity,
    words.pounds(taken.amount) || ' was taken out in cash in ' || taken.withdrawals
        || case when taken.withdrawals = 1 then ' withdrawal' else ' withdrawals' end
        || ' from ' || words.day(taken.first_on)
        || case
            when coalesce(agreement.cash_allowed_weekly, 0) > 0 then '; the agreement allows ' || words.pounds(agreement.cash_allowed_weekly) || ' a week.'
            else '; no cash was agreed.'
        end as message
from taken
join staging.agreement using (agreement_id)
join staging.policy as most
    on most.council = taken.council and most.setting = 'cash_per_period'
    and taken.period_to between most.effective_from and most.effective_to
join staging.policy as often
    on often.council = taken.council and often.setting = 'cash_count'
    and taken.period_to between often.effective_from and often.effective_to
where case
    when coalesce(agreement.cash_allowed_weekly, 0) > 0 then taken.amount * 7 > agreement.cash_allowed_weekly * (taken.period_to - taken.period_from + 1)
    else taken.amount > most.value or taken.withdrawals >= often.value
end
