/*
summary = "The days on which a cycle's money is due, each with the days it pays for: as the council's schedule says, else from first payment and cycle."
grain = "one row per agreement and regular payment due"
kept = "table"
recomputed = "with the caseload"
*/
with agreement as (
    select
        agreement.agreement_id,
        agreement.start_date,
        agreement.end_date,
        agreement.first_payment_on,
        agreement.payment_cycle,
        case agreement.payment_cycle when '4-weekly' then 28 when '2-weekly' then 14 end as days,
        least(agreement.end_date, $as_at::date) as last_on,
        -- Paid some days before what it pays for; never a whole cycle before.
        (case when agreement.start_date - agreement.first_payment_on between 1 and 27 then agreement.start_date - agreement.first_payment_on else 0 end)::integer as ahead,
        scheduled.first_on,
        scheduled.last_scheduled_on
    from staging.agreement
    left join (
        select agreement_id, min(paid_on) as first_on, max(paid_on) as last_scheduled_on
        from staging.payment
        where kind = 'regular'
        group by agreement_id
    ) as scheduled using (agreement_id)
    where agreement.payment_cycle in ('4-weekly', '2-weekly', 'monthly')
),

-- The schedule that was sent may begin late or stop early: before and after it the cycle runs on.
stepped as (
    select *, false as is_after, first_payment_on as counted_from, unnest(generate_series(0, datediff('day', first_payment_on, last_on) // coalesce(days, 28))) as step
    from agreement
    where first_payment_on <= last_on

    union all by name

    select *, true as is_after, last_scheduled_on as counted_from, unnest(generate_series(1, datediff('day', last_scheduled_on, last_on) // coalesce(days, 28))) as step
    from agreement
    where last_scheduled_on < last_on
),

computed as (
    select
        *,
        case
            when days is null then (counted_from + to_months(step::integer))::date
            else counted_from + (step * days)::integer
        end as due_on,
        case
            when days is null then (counted_from + to_months((step + 1)::integer))::date
            else counted_from + ((step + 1) * days)::integer
        end as next_on
    from stepped
),

every as (
    select
        agreement_id || ':' || due_on as expected_id,
        agreement_id,
        'computed' as source,
        due_on,
        due_on + ahead as cycle_from,
        next_on + ahead - 1 as cycle_to,
        -- What the first payment makes up for.
        case when due_on = first_payment_on then least(start_date, due_on + ahead) else due_on + ahead end as covers_from
    from computed
    where due_on <= last_on
        and (is_after or first_on is null or due_on < first_on - coalesce(days, 28) // 2)
        -- Not for days that a payment of the schedule is for: many weeks paid at once, or money to begin with.
        and not exists (
            from staging.payment
            where payment.agreement_id = computed.agreement_id
                and payment.kind in ('regular', 'float')
                and computed.due_on between payment.period_from and payment.period_to
        )

    union all by name

    select
        payment.payment_id as expected_id,
        payment.agreement_id,
        'schedule' as source,
        payment.paid_on as due_on,
        coalesce(payment.period_from, payment.paid_on) as cycle_from,
        coalesce(payment.period_to, case
            when agreement.payment_cycle = 'monthly' then (payment.paid_on + to_months(1))::date - 1
            else payment.paid_on + coalesce(agreement.days, 28) - 1
        end) as cycle_to,
        cycle_from as covers_from
    from staging.payment
    left join agreement using (agreement_id)
    where payment.kind = 'regular'
        and payment.paid_on <= $as_at::date
)

select
    every.expected_id,
    every.agreement_id,
    every.source,
    every.due_on,
    every.covers_from,
    every.cycle_from,
    least(every.cycle_to, agreement.end_date) as covers_to,
    (every.cycle_to - every.cycle_from + 1)::integer as cycle_days,
    -- A month's money is the same in a short month and a long one.
    coalesce(agreement.payment_cycle = 'monthly', false) and cycle_days between 28 and 31 as is_month
from every
left join staging.agreement using (agreement_id)
where least(every.cycle_to, coalesce(agreement.end_date, every.cycle_to)) >= every.covers_from
