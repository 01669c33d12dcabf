/*
summary = "What a forecast takes for granted, in words, each with its figure."
grain = "one row per agreement and assumption"
kept = "view"
seen_by = "see_case"
*/
with pace as (
    select
        pace.*,
        ($as_at::date + ahead.value::integer * 7)::date as until
    from dashboards.pace
    join staging.policy as ahead
        on ahead.council = pace.council and ahead.setting = 'forecast_weeks_ahead'
        and pace.basis_on between ahead.effective_from and ahead.effective_to
    where pace.agreement_id = $agreement_id
),

payer as (
    select
        pace.agreement_id,
        pace.basis_on,
        pace.until,
        payer.kind,
        payer.place,
        payer.one,
        payer.more,
        count(payment.on_day) as payments,
        min(payment.on_day) as first_on,
        coalesce(sum(payment.amount), 0) as amount
    from pace
    cross join (values ('council_payment', 2, 'payment from the council', 'payments from the council'), ('contribution', 3, 'contribution by the person', 'contributions by the person'), ('health_payment', 4, 'payment from health', 'payments from health')) as payer (kind, place, one, more)
    left join reconciliation.payment_to_come as payment
        on payment.agreement_id = pace.agreement_id
        and payment.kind = payer.kind
        and payment.on_day <= pace.until
    group by all
),

paused as (
    select pace.agreement_id, min(suspension.from_date) as from_date
    from pace
    join staging.suspension
        on suspension.agreement_id = pace.agreement_id
        and suspension.from_date <= pace.until
        and coalesce(suspension.to_date, date '9999-12-31') > pace.basis_on
    group by pace.agreement_id
),

band as (
    select pace.agreement_id, band.weeks, band.weekly_base, band.retained
    from pace
    join dashboards.case_band as band
        on band.agreement_id = pace.agreement_id
        and band.agreement_id = $agreement_id
        and pace.basis_on between band.from_date and band.to_date
),

under_way as (
    select
        step.agreement_id,
        step.case_id,
        max_by(step.state, step.step_number) as state,
        -- What was calculated, and then what the person was told.
        coalesce(max_by(step.amount, step.step_number) filter (where step.amount is not null), 0) as amount
    from pace
    join decisions.step
        on step.agreement_id = pace.agreement_id and step.kind = 'surplus'
    group by step.agreement_id, step.case_id
),

every as (
    select
        agreement_id,
        1 as place,
        'held' as assumption,
        'It begins with what the accounts held on ' || words.day(basis_on) || ', the last day that statements cover' as words,
        held as amount
    from pace

    union all

    select
        payer.agreement_id,
        payer.place,
        payer.kind,
        payer.payments || ' ' || case when payer.payments = 1 then payer.one else payer.more end || ' until ' || words.day(payer.until) || ', the next due on ' || words.day(payer.first_on),
        payer.amount
    from payer
    where payer.payments > 0

    union all

    select
        pace.agreement_id,
        2,
        'no_council_payment',
        case
            when pace.end_date <= pace.until then 'No payment from the council: the agreement ends on ' || words.day(pace.end_date)
            when paused.from_date is not null then 'No payment from the council: payments are paused from ' || words.day(paused.from_date)
            else 'No payment from the council is known to come'
        end,
        0
    from pace
    join payer on payer.agreement_id = pace.agreement_id and payer.kind = 'council_payment' and payer.payments = 0
    left join paused on paused.agreement_id = pace.agreement_id

    union all

    select
        pace.agreement_id,
        3,
        'no_contribution',
        'The person''s contribution of ' || words.pounds(rate.paid_in_weekly) || ' a week is not counted on: more than a week of it is behind',
        0
    from pace
    join payer on payer.agreement_id = pace.agreement_id and payer.kind = 'contribution' and payer.payments = 0
    join staging.rate
        on rate.agreement_id = pace.agreement_id
        and pace.basis_on between rate.from_date and rate.to_date
    join payer as council on council.agreement_id = pace.agreement_id and council.kind = 'council_payment' and council.payments > 0
    where rate.paid_in_weekly > 0

    union all

    select agreement_id, 5, 'paused', 'Payments from the council are left out while they are paused, from ' || words.day(from_date), 0
    from paused
    where exists (from payer where payer.kind = 'council_payment' and payer.payments > 0)

    union all

    select agreement_id, 6, 'owed', 'What is owed already leaves on the next day: bills, wages, tax, insurance, what is agreed for once', owed
    from pace
    where owed <> 0

    union all

    select agreement_id, 7, 'set_aside', 'Holiday pay, notice and redundancy stay set aside above the weeks that are kept', set_aside
    from pace
    where set_aside <> 0

    union all

    select
        agreement_id,
        8,
        'lately',
        'As lately: spending a week, as in ' || days_covered || case when days_covered = 1 then ' day' else ' days' end || ' that statements cover since ' || words.day(from_day),
        weekly_lately
    from pace

    union all

    select agreement_id, 9, 'slow', 'Slow: ' || slow_percent || ' % of that a week', weekly_slow
    from pace

    union all

    select agreement_id, 10, 'planned', 'As planned: spending a week, as the plan says', weekly_planned
    from pace

    union all

    select
        pace.agreement_id,
        11,
        'kept',
        case
            when pace.has_ended then 'No weeks stay: the agreement ended on ' || words.day(pace.end_date)
            else rtrim(rtrim(band.weeks::varchar, '0'), '.') || ' weeks of ' || words.pounds(band.weekly_base) || ' stay; above them, and what is set aside, money is surplus'
        end,
        band.retained
    from pace
    join band on band.agreement_id = pace.agreement_id

    union all

    select agreement_id, 12, 'surplus_under_way', 'A surplus is under way; until it is taken it is not counted as gone', amount
    from under_way
    where state not in ('closed', 'withdrawn', 'passed_to_debt', 'recovered')
)

select
    pace.account_id,
    every.agreement_id,
    pace.council,
    pace.officer,
    every.place,
    every.assumption,
    every.words,
    every.amount::decimal(18, 2) as amount
from every
join pace using (agreement_id)
