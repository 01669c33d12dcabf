/*
number = 7
title = "Paid as scheduled"
question = "Did each payment come on its day with the amount of the schedule, and does the schedule agree with the rates?"
case = "one row per agreement that was paid or was to be paid in the year"
source = "Ombudsman, Bromley 18 012 632 and Kirklees 24 016 885"
seen_by = "see_whole_audit"
*/
with payment as (
    select
        match.*,
        coalesce(match.due_on, match.posted_on) as on_day,
        days.value::integer as days
    from reconciliation.payment_match as match
    join staging.agreement using (agreement_id)
    left join staging.policy as days
        on days.council = match.council and days.setting = 'payment_gap_days'
        and coalesce(match.due_on, match.posted_on) between days.effective_from and days.effective_to
    -- What came during a pause or after the end stands under tests 8 and 9.
    anti join staging.suspension
        on suspension.agreement_id = match.agreement_id
        and coalesce(match.due_on, match.posted_on) between suspension.from_date and coalesce(suspension.to_date, date '9999-12-31')
    where coalesce(match.due_on, match.posted_on) between $from_day::date and $to_day::date
        and coalesce(coalesce(match.due_on, match.posted_on) <= agreement.end_date, true)
),

-- A payment that is not seen can be missed only where statements cover the days around it.
looked_for as (
    select
        payment.expected_id,
        count(coverage.account_id) > 0 as is_covered
    from payment
    left join reconciliation.coverage
        on coverage.account_id = payment.account_id
        and coverage.covered_from <= payment.due_on - payment.days
        and coverage.covered_to >= payment.due_on + payment.days
    where payment.outcome = 'not_seen'
    group by payment.expected_id
),

counted as (
    select
        payment.agreement_id,
        count(*) filter (where payment.outcome in ('as_expected', 'merged', 'split', 'different_amount')) as seen,
        count(*) filter (where payment.outcome = 'different_amount') as different,
        count(*) filter (where payment.outcome = 'not_expected') as off_schedule,
        count(*) filter (where looked_for.is_covered) as missed,
        count(*) filter (where payment.outcome in ('as_expected', 'different_amount') and payment.posted_on > payment.due_on + payment.days) as late,
        coalesce(sum(abs(payment.seen - payment.expected)) filter (where payment.outcome = 'different_amount'), 0)
            + coalesce(sum(payment.seen) filter (where payment.outcome = 'not_expected'), 0)
            + coalesce(sum(payment.expected) filter (where looked_for.is_covered), 0) as amount
    from payment
    left join looked_for using (expected_id)
    group by payment.agreement_id
),

-- The schedule against the rates of the days it pays for.
priced as (
    select
        pay_day.expected_id,
        pay_day.agreement_id,
        any_value(payment.amount) as scheduled,
        any_value(tolerance.value) as tolerance,
        any_value(coalesce(lower.amount, 0)) as netted,
        sum(case
            when pay_day.is_month then sums.share(sums.monthly(rate.council_weekly), days.days, pay_day.cycle_days)
            else sums.share(rate.council_weekly, days.days, 7)
        end)::decimal(18, 2) as by_rates,
        -- Some councils pay a whole cycle at the rate of its day.
        any_value(case
            when pay_day.due_on between rate.from_date and rate.to_date
                then case when pay_day.is_month then sums.monthly(rate.council_weekly) else sums.share(rate.council_weekly, pay_day.cycle_days, 7) end
        end)::decimal(18, 2) as by_rate_of_day
    from reconciliation.pay_day
    join staging.payment on payment.payment_id = pay_day.expected_id
    join staging.agreement on agreement.agreement_id = pay_day.agreement_id
    join staging.rate
        on rate.agreement_id = pay_day.agreement_id
        and rate.from_date <= pay_day.covers_to
        and rate.to_date >= pay_day.covers_from
    join staging.policy as tolerance
        on tolerance.council = agreement.council and tolerance.setting = 'payment_tolerance'
        and pay_day.due_on between tolerance.effective_from and tolerance.effective_to
    left join (select expected_id, sum(amount) as amount from reconciliation.netted group by expected_id) as lower on lower.expected_id = pay_day.expected_id
    cross join lateral (select least(rate.to_date, pay_day.covers_to) - greatest(rate.from_date, pay_day.covers_from) + 1 as days) as days
    where pay_day.source = 'schedule'
        and pay_day.due_on between $from_day::date and $to_day::date
    group by pay_day.expected_id, pay_day.agreement_id
),

mispriced as (
    select
        agreement_id,
        count(*) as payments,
        count(*) filter (where is_off) as off,
        coalesce(sum(abs(scheduled - by_rates)) filter (where is_off), 0)::decimal(18, 2) as amount
    from (
        select
            *,
            abs(scheduled - by_rates) > tolerance
                and abs(scheduled + netted - by_rates) > tolerance
                and coalesce(abs(scheduled - by_rate_of_day) > tolerance, true) as is_off
        from priced
    )
    group by agreement_id
),

agreement as (
    select
        agreement.council,
        agreement.officer,
        agreement.agreement_id,
        coalesce(counted.seen, 0) as seen,
        coalesce(counted.different, 0) as different,
        coalesce(counted.off_schedule, 0) as off_schedule,
        coalesce(counted.missed, 0) as missed,
        coalesce(counted.late, 0) as late,
        coalesce(mispriced.payments, 0) as priced,
        coalesce(mispriced.off, 0) as mispriced,
        coalesce(counted.amount, 0) + coalesce(mispriced.amount, 0) as amount
    from staging.agreement
    left join counted using (agreement_id)
    left join mispriced using (agreement_id)
    where counted.agreement_id is not null
        or mispriced.agreement_id is not null
)

select
    council,
    officer,
    agreement_id,
    null::varchar as kind,
    null::varchar as case_id,
    $to_day::date as on_day,
    case
        when different + off_schedule + missed + late + mispriced > 0 then 'failed'
        when seen + priced > 0 then 'passed'
        when seen + priced = 0 then 'not_testable'
    end as result,
    case
        when seen + priced + off_schedule + missed = 0 then 'No schedule is known, or no statement covers the days: payments.csv, or a first payment and a cycle in agreements.csv.'
        else words.many(seen, 'payment') || ' seen on or about their day'
            || case when different > 0 then ', ' || different || ' of another amount' else '' end
            || case when late > 0 then ', ' || late || ' late' else '' end
            || case when missed > 0 then '; ' || missed || ' due and not seen' else '' end
            || case when off_schedule > 0 then '; ' || off_schedule || ' off the schedule' else '' end
            || case when mispriced > 0 then '; ' || mispriced || ' of ' || priced || ' on the schedule do not agree with the rates' else '' end || '.'
    end as saw,
    nullif(amount, 0)::decimal(18, 2) as amount
from agreement
