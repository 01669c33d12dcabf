/*
summary = "The returns of an agreement: a first and a second check when it is new, then as often as its tier, its own terms or the council's policy say, and one when it ends."
grain = "one row per agreement and return that is past, and the next one to come"
kept = "table"
recomputed = "with the caseload"
*/
with agreement as (
    select
        agreement.agreement_id,
        agreement.council,
        agreement.officer,
        agreement.start_date,
        agreement.end_date,
        agreement.return_frequency_months,
        date_trunc('month', agreement.start_date)::date as first_month,
        first_check.value::integer as first_weeks,
        second_check.value::integer as second_months
    from staging.agreement
    left join staging.policy as first_check
        on first_check.council = agreement.council and first_check.setting = 'first_check_weeks'
        and agreement.start_date between first_check.effective_from and first_check.effective_to
    left join staging.policy as second_check
        on second_check.council = agreement.council and second_check.setting = 'second_check_months'
        and agreement.start_date between second_check.effective_from and second_check.effective_to
    where agreement.start_date <= $as_at::date
),

-- Whole months from the month the agreement began, as an account is reviewed: a return and a review end on the same day.
month_end as (
    select
        *,
        (first_month + to_months(month::integer))::date - 1 as ends_on
    from (
        select *, unnest(generate_series(1, datediff('month', first_month, $as_at::date) + greatest(12, coalesce(return_frequency_months, 0)) + 1)) as month
        from agreement
    )
),

watched as (
    select
        month_end.*,
        coalesce(tier.tier = 'enhanced', false) as is_enhanced,
        coalesce(
            case tier.tier when 'enhanced' then enhanced.value when 'standard' then standard.value when 'light_touch' then light_touch.value end::integer,
            month_end.return_frequency_months,
            every.value::integer
        ) as months
    from month_end
    left join staging.monitoring_tier as tier
        on tier.agreement_id = month_end.agreement_id
        and month_end.ends_on between tier.from_date and tier.to_date
    left join staging.policy as enhanced
        on enhanced.council = month_end.council and enhanced.setting = 'tier_enhanced_months'
        and month_end.ends_on between enhanced.effective_from and enhanced.effective_to
    left join staging.policy as standard
        on standard.council = month_end.council and standard.setting = 'tier_standard_months'
        and month_end.ends_on between standard.effective_from and standard.effective_to
    left join staging.policy as light_touch
        on light_touch.council = month_end.council and light_touch.setting = 'tier_light_touch_months'
        and month_end.ends_on between light_touch.effective_from and light_touch.effective_to
    left join staging.policy as every
        on every.council = month_end.council and every.setting = 'return_frequency_months'
        and month_end.ends_on between every.effective_from and every.effective_to
),

-- Nobody is asked twice within four weeks: not so soon before the second check, and not where somebody watches month by month.
first_check as (
    select agreement_id, start_date + first_weeks * 7 - 1 as period_to
    from agreement
    where first_weeks > 0
        and coalesce(start_date + first_weeks * 7 - 1 < (first_month + to_months(nullif(second_months, 0)))::date - 28, true)
        and not exists (
            from staging.monitoring_tier as tier
            where tier.agreement_id = agreement.agreement_id
                and tier.tier = 'enhanced'
                and agreement.start_date + agreement.first_weeks * 7 - 1 between tier.from_date and tier.to_date
        )
),

last_day as (
    select agreement_id, period_to, 'first_check' as kind
    from first_check

    union all

    select agreement_id, ends_on, 'second_check'
    from watched
    where month = second_months

    union all

    -- Watched closely, a person is asked from the first month; else when the two checks are over.
    select watched.agreement_id, watched.ends_on, 'regular'
    from watched
    left join first_check using (agreement_id)
    where (watched.is_enhanced or watched.month > watched.second_months)
        and watched.month % watched.months = 0
        and watched.ends_on >= watched.start_date + 27
        and not coalesce(watched.ends_on - first_check.period_to between 1 and 27, false)

    union all

    -- What was asked for stays, however often the agreement is asked from now on.
    select agreement_id, right(case_id, 10)::date, 'regular'
    from decisions.step
    where kind = 'return'

    union all

    select agreement_id, end_date, 'at_end'
    from agreement
    where end_date is not null
),

begin as (
    select agreement.*, last_day.period_to, last_day.kind
    from last_day
    join agreement using (agreement_id)
    where last_day.period_to < agreement.end_date
        or agreement.end_date is null
        or last_day.kind = 'at_end'
    qualify row_number() over (
        partition by agreement_id, last_day.period_to
        order by case last_day.kind when 'at_end' then 1 when 'first_check' then 2 when 'second_check' then 3 when 'regular' then 4 end
    ) = 1
),

period as (
    select *, lag(period_to) over (partition by agreement_id order by period_to) as before
    from begin
)

select
    agreement_id || ':' || period_to as return_id,
    agreement_id,
    council,
    officer,
    kind,
    coalesce(before + 1, start_date) as period_from,
    period_to,
    period_to + 1 as request_on,
    -- The day this was computed for: what a rule takes for today.
    $as_at::date as as_at
from period
where before is null or before < $as_at::date
