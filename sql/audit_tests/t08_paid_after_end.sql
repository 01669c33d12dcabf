/*
number = 8
title = "Nothing paid after the end"
question = "Was nothing paid after the agreement ended or the person died?"
case = "one row per agreement that ended, or whose person died, by the day of the test and since the year before it began"
source = "Nottinghamshire and Wokingham on fraud: payments after death; Ombudsman, Kirklees 24 016 885"
not_held = ["Money that was paid to an account of which no statement came and no schedule is loaded."]
seen_by = "see_whole_audit"
*/
with ended as (
    select *, least(end_date, date_of_death) as over_on, date_of_death < coalesce(end_date, date '9999-12-31') as is_death
    from staging.agreement
    where least(end_date, date_of_death) between $from_day::date - 365 and $to_day::date
),

-- Due after the end, or seen after it and due on no day before; a payment in arrears for days before it is owed.
after_end as (
    select
        ended.agreement_id,
        match.expected_id,
        match.transaction_id,
        coalesce(match.posted_on, match.due_on) as paid_on,
        coalesce(match.seen, match.expected) as amount
    from ended
    join reconciliation.payment_match as match
        on match.agreement_id = ended.agreement_id
        and coalesce(match.due_on, match.posted_on) > ended.over_on
    anti join staging.payment
        on payment.payment_id = match.expected_id
        and payment.period_from <= ended.over_on
    where coalesce(match.posted_on, match.due_on) between $from_day::date and $to_day::date
        -- What was computed and not seen was not paid.
        and (match.transaction_id is not null or exists (from staging.payment as scheduled where scheduled.payment_id = match.expected_id))
    -- One that came in parts, or several that came as one, counts once.
    qualify row_number() over (partition by ended.agreement_id, coalesce(match.transaction_id, match.expected_id)) = 1
),

paid as (
    select agreement_id, count(*) as payments, min(paid_on) as first_on, sum(amount)::decimal(18, 2) as amount
    from after_end
    group by agreement_id
),

known as (
    select ended.agreement_id
    from ended
    join staging.account using (agreement_id)
    join reconciliation.coverage on coverage.account_id = account.account_id and coverage.covered_to > ended.over_on

    union

    select ended.agreement_id
    from ended
    join staging.payment using (agreement_id)
)

select
    ended.council,
    ended.officer,
    ended.agreement_id,
    null::varchar as kind,
    null::varchar as case_id,
    ended.over_on as on_day,
    case
        when paid.payments > 0 then 'failed'
        when known.agreement_id is not null then 'passed'
        when known.agreement_id is null then 'not_testable'
    end as result,
    case when ended.is_death then 'The person died on ' else 'Ended on ' end || words.day(ended.over_on)
        || case
            when paid.payments > 0 then '. ' || words.pounds(paid.amount) || ' was paid after that in ' || paid.payments
                || case when paid.payments = 1 then ' payment, on ' else ' payments, the first on ' end || words.day(paid.first_on) || '.'
            when known.agreement_id is not null then '. Nothing was paid after that.'
            when known.agreement_id is null then '. No schedule and no statement of the days after it is held: payments.csv.'
        end as saw,
    paid.amount::decimal(18, 2) as amount
from ended
left join paid on paid.agreement_id = ended.agreement_id
left join known on known.agreement_id = ended.agreement_id
