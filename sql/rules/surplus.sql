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
    select *
    from reconciliation.period
    where available_balance is not null
        and state <> 'no_statement'
    qualify row_number() over (partition by account_id order by period_from desc) = 1
),

kept_back as (
    select
        newest.account_id,
        newest.agreement_id,
        newest.council,
        newest.period_from,
        least(newest.covered_to, newest.period_to) as covered_to,
        newest.available_balance as available,
        newest.outstanding_items as owed,
        greatest(weeks.value, coalesce(agreement.initial_float_weeks, 0)) as weeks,
        case on_gross.value when 0 then rate.net_weekly when 1 then rate.gross_weekly end as weekly
    from newest
    join staging.agreement using (agreement_id)
    join staging.rate
        on rate.agreement_id = newest.agreement_id
        and newest.covered_to between rate.from_date and rate.to_date
    join staging.policy as weeks
        on weeks.council = newest.council and weeks.setting = 'surplus_weeks'
        and newest.covered_to between weeks.effective_from and weeks.effective_to
    join staging.policy as on_gross
        on on_gross.council = newest.council and on_gross.setting = 'surplus_on_gross'
        and newest.covered_to between on_gross.effective_from and on_gross.effective_to
)

select
    account_id || ':' || period_from as subject_id,
    agreement_id,
    account_id,
    null::varchar as transaction_id,
    (available - weeks * weekly)::decimal(18, 2) as amount,
    covered_to as occurred_on,
    'medium' as severity,
    'On ' || words.day(covered_to) || ' the account held ' || words.pounds((available + owed)::decimal(18, 2))
        || case when owed > 0 then ', of which ' || words.pounds(owed) || ' is owed already' else '' end || '. Policy keeps '
        || rtrim(rtrim(weeks::varchar, '0'), '.') || ' weeks of ' || words.pounds(weekly) || ' (' || words.pounds((weeks * weekly)::decimal(18, 2)) || '), so '
        || words.pounds((available - weeks * weekly)::decimal(18, 2)) || ' is above it' || case when owed > 0 then '.' else ', before bills still to pay.' end as message
from kept_back
where available > weeks * weekly
