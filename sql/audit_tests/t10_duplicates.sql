/*
number = 10
title = "No duplicates"
question = "Is no bank account used for two households, no payment on the schedule twice, and nobody paid the same twice?"
case = "one row per agreement that ran in the year"
source = "National Fraud Initiative; the council's rule on like payments"
seen_by = "see_whole_audit"
*/
with account as (
    select
        account.agreement_id,
        account.person_id,
        account.card_reference,
        nullif(regexp_replace(account.sort_code, '[^0-9]', '', 'g') || regexp_replace(account.account_number, '[^0-9]', '', 'g'), '') as number,
        -- Two people of one household may share an account.
        coalesce(upper(regexp_replace(concat_ws(' ', person.address, person.postcode), '[^A-Za-z0-9]+', ' ', 'g')), account.person_id) as household
    from staging.account
    left join staging.person using (person_id)
    where coalesce(account.closed_on >= $from_day::date, true)
        and coalesce(account.opened_on <= $to_day::date, true)
),

shared as (
    select number, list(distinct agreement_id order by agreement_id) as agreements
    from account
    where number is not null
    group by number
    having count(distinct household) > 1 and count(distinct person_id) > 1
),

sharing as (
    select account.agreement_id, any_value(shared.agreements) as agreements
    from account
    join shared using (number)
    group by account.agreement_id
),

scheduled as (
    select agreement_id, sum(times - 1) as payments, sum(amount * (times - 1))::decimal(18, 2) as amount
    from (
        select agreement_id, amount, count(*) as times
        from staging.payment
        where amount > 0 and paid_on between $from_day::date and $to_day::date
        group by agreement_id, kind, paid_on, period_from, period_to, amount
        having count(*) > 1
    )
    group by agreement_id
),

paid_twice as (
    select agreement_id, count(*) as payments, sum(amount)::decimal(18, 2) as amount
    from trackers.finding
    where rule_id = 'duplicate_payment'
        and occurred_on between $from_day::date and $to_day::date
        and status in ('open', 'upheld')
    group by agreement_id
),

known as (
    select agreement_id, bool_or(number is not null or card_reference is not null) as is_known
    from account
    group by agreement_id
)

select
    agreement.council,
    agreement.officer,
    agreement.agreement_id,
    null::varchar as kind,
    null::varchar as case_id,
    $to_day::date as on_day,
    case
        when sharing.agreement_id is not null or scheduled.payments > 0 or paid_twice.payments > 0 then 'failed'
        when known.is_known then 'passed'
        else 'not_testable'
    end as result,
    case
        when sharing.agreement_id is not null or scheduled.payments > 0 or paid_twice.payments > 0 then concat_ws(
            ' ',
            case when sharing.agreement_id is not null then 'Its account is also that of ' || array_to_string(list_filter(sharing.agreements, lambda other: other <> agreement.agreement_id), ', ') || ', another household.' end,
            case when scheduled.payments > 0 then words.pounds(scheduled.amount) || ' is on the schedule twice.' end,
            case when paid_twice.payments > 0 then words.pounds(paid_twice.amount) || ' went to the same payee twice and nobody has explained it.' end
        )
        when known.is_known then 'Nothing is there twice.'
        else 'The account''s number does not come with the extract: accounts.csv, sort_code, account_number, card_reference.'
    end as saw,
    nullif(coalesce(scheduled.amount, 0) + coalesce(paid_twice.amount, 0), 0)::decimal(18, 2) as amount
from staging.agreement
left join sharing on sharing.agreement_id = agreement.agreement_id
left join scheduled on scheduled.agreement_id = agreement.agreement_id
left join paid_twice on paid_twice.agreement_id = agreement.agreement_id
left join known on known.agreement_id = agreement.agreement_id
where agreement.start_date <= $to_day::date
    and coalesce(agreement.end_date >= $from_day::date, true)
