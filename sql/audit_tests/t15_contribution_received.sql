/*
number = 15
title = "Contributions as assessed were received"
question = "Did the person's contribution come in as assessed, or was it claimed, and is nothing asked for care that is free?"
case = "one row per agreement with a contribution in the year"
source = "Care Act 2014 s14; MHA 1983 s117; Ombudsman, Nottinghamshire 20 013 237 and Oldham 19 012 063"
not_held = ["The financial assessment itself: rates.csv has what it came to. Of agreements paid gross the contribution is invoiced in the finance system."]
seen_by = "see_whole_audit"
*/
with assessed as (
    select
        agreement.council,
        agreement.officer,
        agreement.agreement_id,
        agreement.payment_basis,
        agreement.legal_basis in ('s117', 'phb') as is_free,
        max(rate.contribution_weekly) as weekly
    from staging.agreement
    join staging.rate using (agreement_id)
    where rate.contribution_weekly > 0
        and rate.from_date <= least($to_day::date, coalesce(agreement.end_date, $to_day::date))
        and rate.to_date >= $from_day::date
        and agreement.start_date <= $to_day::date
        and coalesce(agreement.end_date >= $from_day::date, true)
    group by all
),

cycle as (
    select
        agreement_id,
        count(*) as cycles,
        sum(expected)::decimal(18, 2) as expected,
        sum(received)::decimal(18, 2) as received,
        coalesce(sum(owed) filter (where debt_id is null), 0)::decimal(18, 2) as owed,
        coalesce(sum(owed) filter (where debt_id is not null), 0)::decimal(18, 2) as claimed,
        arg_max(expected, due_on) as one_cycle
    from trackers.contribution_owed
    where due_on between $from_day::date and $to_day::date
    group by agreement_id
),

held as (
    select
        assessed.*,
        coalesce(cycle.cycles, 0) as cycles,
        cycle.expected,
        cycle.received,
        cycle.owed,
        cycle.claimed,
        coalesce(cycle.owed > least_amount.value or cycle.owed > cycle.one_cycle * most_cycles.value, false) as is_behind
    from assessed
    left join cycle on cycle.agreement_id = assessed.agreement_id
    left join staging.policy as most_cycles
        on most_cycles.council = assessed.council and most_cycles.setting = 'contribution_unpaid_cycles'
        and $to_day::date between most_cycles.effective_from and most_cycles.effective_to
    left join staging.policy as least_amount
        on least_amount.council = assessed.council and least_amount.setting = 'contribution_unpaid_amount'
        and $to_day::date between least_amount.effective_from and least_amount.effective_to
)

select
    council,
    officer,
    agreement_id,
    null::varchar as kind,
    null::varchar as case_id,
    $to_day::date as on_day,
    case
        when is_free or is_behind then 'failed'
        when cycles > 0 then 'passed'
        when cycles = 0 then 'not_testable'
    end as result,
    case
        when is_free then words.pounds(weekly) || ' a week is asked of the person, and this care is free by law.'
        when cycles = 0 and payment_basis = 'gross' then 'Paid gross: ' || words.pounds(weekly) || ' a week is invoiced in the finance system.'
        when cycles = 0 then 'No statement covers a day on which a contribution was due.'
        when cycles > 0 then 'Of ' || words.pounds(expected) || ' due by the statements ' || words.pounds(received) || ' came'
            || case when owed > 0 then ', ' || words.pounds(owed) || ' is not claimed yet' else '' end
            || case when claimed > 0 then ', ' || words.pounds(claimed) || ' is claimed as a debt' else '' end || '.'
    end as saw,
    case when is_free then weekly when is_behind then owed end::decimal(18, 2) as amount
from held
