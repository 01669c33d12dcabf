/*
title = "More in the account than policy keeps"
why = "Money that is not needed for care can help somebody else; found late it turns into a demand nobody can pay (Knowsley 24 018 192)."
severity = "medium"
ask = "Why is there a surplus, and what is it needed for?"
policy = ["surplus_weeks", "surplus_on_gross"]
owner = "Direct payments team"
reviewed = 2026-11-22
*/
with newest as (
    select period.*
    from reconciliation.period
    where period.available_balance is not null
        and period.state <> 'no_statement'
    qualify row_number() over (partition by period.account_id order by period.period_from desc) = 1
),

-- What an agreement holds is what all its accounts hold; it is asked of the one with the newest statement.
held as (
    select
        arg_max({'account_id': account_id, 'period_from': period_from, 'period_to': period_to, 'covered_to': covered_to}, (covered_to, available_balance, account_id)) as newest,
        agreement_id,
        any_value(council) as council,
        max(covered_to) as covered_to,
        count(*) as accounts,
        sum(available_balance)::decimal(18, 2) as available,
        sum(outstanding_items)::decimal(18, 2) as owed
    from newest
    group by agreement_id
),

kept_back as (
    select
        held.*,
        agreement.end_date,
        coalesce(agreement.end_date < held.covered_to, false) as has_ended,
        case when has_ended then 0 else greatest(weeks.value, coalesce(agreement.initial_float_weeks, 0)) end as weeks,
        case on_gross.value when 0 then rate.council_weekly when 1 then rate.gross_weekly end as weekly
    from held
    join staging.agreement using (agreement_id)
    join staging.policy as weeks
        on weeks.council = held.council and weeks.setting = 'surplus_weeks'
        and held.covered_to between weeks.effective_from and weeks.effective_to
    join staging.policy as on_gross
        on on_gross.council = held.council and on_gross.setting = 'surplus_on_gross'
        and held.covered_to between on_gross.effective_from and on_gross.effective_to
    left join staging.rate
        on rate.agreement_id = held.agreement_id
        and least(held.covered_to, agreement.end_date) between rate.from_date and rate.to_date
)

select
    newest.account_id || ':' || newest.period_from as subject_id,
    agreement_id,
    newest.account_id as account_id,
    null::varchar as transaction_id,
    (available - case when has_ended then 0 else weeks * weekly end)::decimal(18, 2) as amount,
    least(newest.covered_to, newest.period_to) as occurred_on,
    'medium' as severity,
    'On ' || words.day(least(newest.covered_to, newest.period_to)) || case when accounts > 1 then ' the ' || accounts || ' accounts' else ' the account' end
        || ' held ' || words.pounds((available + owed)::decimal(18, 2))
        || case when owed > 0 then ', of which ' || words.pounds(owed) || ' is owed already' else '' end
        || case
            when has_ended then '. The agreement ended on ' || words.day(end_date) || ', so ' || words.pounds(available) || ' is left over'
            else '. Policy keeps ' || rtrim(rtrim(weeks::varchar, '0'), '.') || ' weeks of ' || words.pounds(weekly) || ' (' || words.pounds((weeks * weekly)::decimal(18, 2)) || '), so '
                || words.pounds((available - weeks * weekly)::decimal(18, 2)) || ' is above it'
        end
        || case when owed > 0 then '.' else ', before bills still to pay.' end as message
from kept_back
where available > case when has_ended then 0 else weeks * weekly end
