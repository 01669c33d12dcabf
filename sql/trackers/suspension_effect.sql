/*
summary = "What a suspension does: each payment that is not made, what is owed to the people who work, and when it is looked at again."
grain = "one row per suspension and effect"
kept = "view"
seen_by = "see_case"
*/
with suspension as (
    select
        suspension.suspension_id,
        suspension.agreement_id,
        suspension.council,
        agreement.officer,
        agreement.end_date,
        agreement.payment_cycle,
        suspension.from_date,
        box.said::date as review_on,
        case agreement.payment_cycle when '4-weekly' then 28 when '2-weekly' then 14 end as cycle_days,
        coalesce((select max(pay_day.due_on) from reconciliation.pay_day where pay_day.agreement_id = suspension.agreement_id), agreement.first_payment_on) as counted_from,
        (select max(payment.paid_on) from staging.payment where payment.agreement_id = suspension.agreement_id and payment.kind = 'regular') as scheduled_to
    from decisions.suspension
    join staging.agreement using (agreement_id)
    join trackers.suspension_box as box
        on box.suspension_id = suspension.suspension_id and box.box = 'review_date'
),

-- As the council's schedule has them; after it, as the cycle runs on.
due as (
    select suspension.suspension_id, payment.paid_on as due_on, payment.amount
    from suspension
    join staging.payment
        on payment.agreement_id = suspension.agreement_id and payment.kind = 'regular' and payment.paid_on >= suspension.from_date

    union all

    select
        computed.suspension_id,
        computed.due_on,
        case when computed.payment_cycle = 'monthly' then sums.monthly(rate.council_weekly) else sums.share(rate.council_weekly, computed.cycle_days, 7) end
    from (
        select
            *,
            case
                when payment_cycle = 'monthly' then (counted_from + to_months(step::integer))::date
                else counted_from + (step * cycle_days)::integer
            end as due_on
        from (
            select
                *,
                unnest(generate_series(0, greatest(datediff('day', counted_from, coalesce(review_on, from_date)), 0) // coalesce(cycle_days, 28) + 3)) as step
            from suspension
            where payment_cycle in ('4-weekly', '2-weekly', 'monthly') and counted_from is not null
        )
    ) as computed
    join staging.rate
        on rate.agreement_id = computed.agreement_id
        and computed.due_on between rate.from_date and rate.to_date
    where computed.due_on >= computed.from_date
        and computed.due_on <= coalesce(computed.end_date, computed.due_on)
        and computed.due_on > coalesce(computed.scheduled_to, date '0001-01-01')
),

-- Those before the review, and the next.
payment as (
    select
        due.suspension_id,
        due.due_on,
        due.amount,
        coalesce(due.due_on <= suspension.review_on, false) as is_before_review,
        row_number() over (partition by due.suspension_id, coalesce(due.due_on <= suspension.review_on, false) order by due.due_on) as turn
    from due
    join suspension using (suspension_id)
    qualify is_before_review or turn = 1
),

wages as (
    select
        suspension.suspension_id,
        suspension.from_date,
        suspension.review_on,
        sum(plan_line.weekly_amount)::decimal(18, 2) as weekly
    from suspension
    join staging.plan_line
        on plan_line.agreement_id = suspension.agreement_id
        and plan_line.spend_category = 'pa_wages'
        and suspension.from_date between coalesce(plan_line.from_date, date '0001-01-01') and coalesce(plan_line.to_date, date '9999-12-31')
    where plan_line.weekly_amount > 0
    group by suspension.suspension_id, suspension.from_date, suspension.review_on
),

effect as (
    select
        suspension_id,
        1 as place,
        'payment' as kind,
        due_on as on_day,
        amount,
        case
            when is_before_review then 'The payment of ' || words.pounds(amount) || ' due on ' || words.day(due_on) || ' is not made.'
            else 'If it lasts until then, the payment of ' || words.pounds(amount) || ' due on ' || words.day(due_on) || ' is not made either.'
        end as message
    from payment

    union all

    select
        suspension_id,
        2,
        'wages',
        from_date,
        coalesce(sums.share(weekly, (review_on - from_date)::integer, 7), weekly),
        'Wages of ' || words.pounds(weekly) || ' a week go on falling due'
            || coalesce(': ' || words.pounds(sums.share(weekly, (review_on - from_date)::integer, 7)) || ' until the review.', '.')
    from wages

    union all

    select
        suspension.suspension_id,
        3,
        term.term,
        suspension.from_date,
        term.amount,
        term.words || ': ' || words.pounds(term.amount) || ', as it stands today.'
    from suspension
    join reconciliation.surplus_term as term using (agreement_id)
    where term.term in ('unpaid_wages', 'hmrc', 'notice_and_redundancy') and term.amount > 0

    union all

    select
        suspension.suspension_id,
        4,
        'balance',
        basis.basis_on,
        basis.balance,
        'The account held ' || words.pounds(basis.balance) || ' on ' || words.day(basis.basis_on) || '.'
    from suspension
    join reconciliation.surplus_basis as basis using (agreement_id)

    union all

    select
        suspension_id,
        5,
        'review',
        review_on,
        null,
        case
            when review_on is null then 'Nobody has said yet when it is looked at again.'
            else 'It is looked at again by ' || words.day(review_on) || '. It does not go on by itself.'
        end
    from suspension
)

select
    effect.suspension_id,
    suspension.agreement_id,
    suspension.council,
    suspension.officer,
    effect.place,
    effect.kind,
    effect.on_day,
    effect.message,
    effect.amount::decimal(18, 2) as amount
from effect
join suspension using (suspension_id)
