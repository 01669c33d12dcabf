/*
summary = "What the person, and health, should have paid in with each of the council's payments: the rates of the days it is for."
grain = "one row per account and regular payment due"
kept = "table"
recomputed = "with the caseload"
*/
-- Each day counts once: arrears paid with a later payment ask nothing of the person a second time.
with once as (
    select
        *,
        greatest(covers_from, max(covers_to) over (
            partition by agreement_id order by due_on, covers_from, expected_id
            rows between unbounded preceding and 1 preceding
        ) + 1) as counts_from
    from reconciliation.pay_day
),

part as (
    select
        expected_id,
        agreement_id,
        greatest(cycle_from, counts_from) as part_from,
        covers_to as part_to,
        is_month,
        cycle_days,
        source = 'computed' as is_computed,
        covers_to >= cycle_from + cycle_days - 1 as is_whole
    from once

    union all

    select expected_id, agreement_id, counts_from, cycle_from - 1, false, null, false, false
    from once
    where counts_from < cycle_from
)

select
    payment.account_id,
    payment.agreement_id,
    payment.council,
    payment.officer,
    payment.due_on,
    sum(case
        when part.is_month then sums.share(sums.monthly(rate.paid_in_weekly), days.days, part.cycle_days)
        else sums.share(rate.paid_in_weekly, days.days, 7)
    end)::decimal(18, 2) as amount,
    -- What a whole cycle at the rate of its day asks, where the council paid it as that.
    any_value(case
        when part.is_computed and rate.from_date <= payment.due_on and rate.to_date >= payment.due_on and part.is_whole
            then case when part.is_month then sums.monthly(rate.paid_in_weekly) else sums.share(rate.paid_in_weekly, part.cycle_days, 7) end
    end)::decimal(18, 2) as or_amount,
    sum(case
        when part.is_month then sums.share(sums.monthly(rate.health_weekly), days.days, part.cycle_days)
        else sums.share(rate.health_weekly, days.days, 7)
    end)::decimal(18, 2) as health_amount
from part
join reconciliation.expected_payment as payment using (expected_id)
join staging.rate
    on rate.agreement_id = part.agreement_id
    and rate.from_date <= part.part_to
    and rate.to_date >= part.part_from
cross join lateral (select least(rate.to_date, part.part_to) - greatest(rate.from_date, part.part_from) + 1 as days) as days
where part.part_from <= part.part_to
group by payment.account_id, payment.agreement_id, payment.council, payment.officer, payment.due_on
