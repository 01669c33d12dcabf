/*
summary = "What the council should have paid in: its own payment schedule, else computed from rates and the days each payment is for."
grain = "one row per payment due"
kept = "table"
recomputed = "with the caseload"
*/
with part as (
    -- The days of the cycle itself, and those before it that a first payment makes up for.
    select expected_id, agreement_id, cycle_from as part_from, covers_to as part_to, is_month, cycle_days
    from reconciliation.pay_day
    where source = 'computed'

    union all

    select expected_id, agreement_id, covers_from, cycle_from - 1, false, null
    from reconciliation.pay_day
    where source = 'computed' and covers_from < cycle_from
),

computed as (
    select
        part.expected_id,
        sum(case
            when part.is_month then sums.share(sums.monthly(rate.council_weekly), days.days, part.cycle_days)
            else sums.share(rate.council_weekly, days.days, 7)
        end)::decimal(18, 2) as amount
    from part
    join staging.rate
        on rate.agreement_id = part.agreement_id
        and rate.from_date <= part.part_to
        and rate.to_date >= part.part_from
    cross join lateral (select least(rate.to_date, part.part_to) - greatest(rate.from_date, part.part_from) + 1 as days) as days
    group by part.expected_id
),

every as (
    select
        payment_id as expected_id,
        agreement_id,
        paid_on as due_on,
        kind,
        'schedule' as source,
        amount,
        null::decimal(18, 2) as or_amount
    from staging.payment
    where paid_on <= $as_at::date

    union all

    select
        pay_day.expected_id,
        pay_day.agreement_id,
        pay_day.due_on,
        'regular',
        'computed',
        computed.amount,
        -- Some councils pay a whole cycle at the rate of its day, and settle what is left over later. Not beyond the end.
        case
            when pay_day.covers_to < pay_day.cycle_from + pay_day.cycle_days - 1 then null
            when pay_day.is_month then sums.monthly(rate.council_weekly)
            else sums.share(rate.council_weekly, pay_day.cycle_days, 7)
        end
    from reconciliation.pay_day as pay_day
    join computed using (expected_id)
    left join staging.rate
        on rate.agreement_id = pay_day.agreement_id
        and pay_day.due_on between rate.from_date and rate.to_date
    where pay_day.source = 'computed'

    union all

    -- Money to begin with, where no schedule names it.
    select
        agreement.agreement_id || ':float',
        agreement.agreement_id,
        agreement.first_payment_on,
        'float',
        'computed',
        sums.share(rate.council_weekly, (agreement.initial_float_weeks * 100)::integer, 100),
        null
    from staging.agreement
    join staging.rate
        on rate.agreement_id = agreement.agreement_id
        and greatest(agreement.first_payment_on, agreement.start_date) between rate.from_date and rate.to_date
    anti join staging.payment
        on payment.agreement_id = agreement.agreement_id
        and payment.paid_on <= agreement.first_payment_on + 7
    where agreement.initial_float_weeks > 0
        and agreement.first_payment_on <= $as_at::date
)

select
    every.expected_id,
    account.account_id,
    account.agreement_id,
    account.council,
    account.officer,
    every.due_on,
    every.kind,
    every.source,
    (every.amount - coalesce(lower.amount, 0))::decimal(18, 2) as amount,
    (nullif(every.or_amount, every.amount) - coalesce(lower.amount, 0))::decimal(18, 2) as or_amount
from every
join staging.account using (agreement_id)
-- The council's own schedule has it already.
left join (select expected_id, sum(amount) as amount from reconciliation.netted group by expected_id) as lower
    on lower.expected_id = every.expected_id
    and every.source = 'computed'
-- While a direct payment is paused nothing falls due.
anti join staging.suspension
    on suspension.agreement_id = every.agreement_id
    and every.due_on between suspension.from_date and coalesce(suspension.to_date, date '9999-12-31')
where every.amount <> coalesce(lower.amount, 0)
-- It goes into the account that was open on the day; of two, the newer.
qualify row_number() over (
    partition by every.expected_id
    order by
        (every.due_on between coalesce(account.opened_on, date '0001-01-01') and coalesce(account.closed_on, date '9999-12-31')) desc,
        account.opened_on desc,
        account.account_id
) = 1
