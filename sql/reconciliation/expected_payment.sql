/*
summary = "What the council should have paid in: its own payment schedule, else computed from rates and cycle."
grain = "one row per payment due"
kept = "table"
recomputed = "with the caseload"
*/
with scheduled as (
    select
        payment_id as expected_id,
        agreement_id,
        paid_on as due_on,
        amount,
        kind,
        'schedule' as source
    from staging.payment
    where paid_on <= $as_at::date
),

cycle as (
    select
        agreement.agreement_id,
        agreement.first_payment_on,
        least(coalesce(agreement.end_date, $as_at::date), $as_at::date) as last_on,
        agreement.payment_cycle,
        case agreement.payment_cycle when '4-weekly' then 28 when '2-weekly' then 14 when 'monthly' then null end as days
    from staging.agreement
    where agreement.first_payment_on is not null
        and agreement.agreement_id not in (select agreement_id from staging.payment)
),

due as (
    select agreement_id, payment_cycle, (first_payment_on + (step * days)::integer)::date as due_on
    from (select *, unnest(generate_series(0, (last_on - first_payment_on) // days)) as step from cycle where days is not null and last_on >= first_payment_on)

    union all

    select agreement_id, payment_cycle, (first_payment_on + to_months(step::integer))::date
    from (select *, unnest(generate_series(0, datediff('month', first_payment_on, last_on))) as step from cycle where days is null and last_on >= first_payment_on)
),

computed as (
    select
        due.agreement_id || ':' || due.due_on as expected_id,
        due.agreement_id,
        due.due_on,
        -- A month is 52 weeks shared by 12, to the penny, a half penny up.
        case due.payment_cycle
            when '4-weekly' then rate.council_weekly * 4
            when '2-weekly' then rate.council_weekly * 2
            when 'monthly' then ((rate.council_weekly * 100)::bigint * 104 + 12) // 24 * 0.01
        end::decimal(18, 2) as amount,
        'regular' as kind,
        'computed' as source
    from due
    join cycle using (agreement_id)
    join staging.rate
        on rate.agreement_id = due.agreement_id
        and due.due_on between rate.from_date and rate.to_date
    where due.due_on <= cycle.last_on
),

every as (
    from scheduled
    union all by name
    from computed
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
    every.amount
from every
join staging.account using (agreement_id)
where every.amount <> 0
-- It goes into the account that was open on the day; of two, the newer.
qualify row_number() over (
    partition by every.expected_id
    order by
        (every.due_on between coalesce(account.opened_on, date '0001-01-01') and coalesce(account.closed_on, date '9999-12-31')) desc,
        account.opened_on desc,
        account.account_id
) = 1
