/*
number = 16
title = "Surplus over policy was picked up"
question = "Was money above what policy keeps taken up, or explained, soon after it was first seen?"
case = "one row per agreement that ran in the year"
source = "Ombudsman, Knowsley 24 018 192; the council's policy on weeks that stay"
not_held = ["What an account holds of which no statement with a balance came."]
seen_by = "see_whole_audit"
*/
with agreement as (
    select *
    from staging.agreement
    where start_date <= $to_day::date
        and coalesce(end_date >= $from_day::date, true)
),

seen as (
    select
        agreement_id,
        min(first_seen_on) as first_seen_on,
        max(amount)::decimal(18, 2) as amount,
        -- A newer statement makes a newer question of the same money; all of them must be settled.
        bool_and(status <> 'open') as is_settled,
        max(decided_at)::date as decided_on
    from trackers.finding
    where rule_id = 'surplus'
        and first_seen_on between $from_day::date and $to_day::date
    group by agreement_id
),

taken as (
    select agreement_id, min(decided_at)::date as taken_on
    from decisions.surplus
    where decided_at::date between $from_day::date and $to_day::date
    group by agreement_id
),

known as (
    select distinct agreement_id
    from reconciliation.period
    where period_to >= $from_day::date
        and period_from <= $to_day::date
        and available_balance is not null
        and state <> 'no_statement'
),

held as (
    select
        agreement.council,
        agreement.officer,
        agreement.agreement_id,
        seen.first_seen_on,
        seen.amount,
        seen.is_settled,
        seen.decided_on,
        taken.taken_on,
        known.agreement_id is not null as is_known,
        days.value::integer as days,
        least(taken.taken_on, case when seen.is_settled then coalesce(seen.decided_on, seen.first_seen_on) end) as dealt_on
    from agreement
    left join seen on seen.agreement_id = agreement.agreement_id
    left join taken on taken.agreement_id = agreement.agreement_id
    left join known on known.agreement_id = agreement.agreement_id
    left join staging.policy as days
        on days.council = agreement.council and days.setting = 'surplus_act_days'
        and coalesce(seen.first_seen_on, $to_day::date) between days.effective_from and days.effective_to
)

select
    council,
    officer,
    agreement_id,
    null::varchar as kind,
    null::varchar as case_id,
    coalesce(first_seen_on, $to_day::date) as on_day,
    case
        when first_seen_on is null and is_known then 'passed'
        when first_seen_on is null then 'not_testable'
        when coalesce(dealt_on, $to_day::date) - first_seen_on > days then 'failed'
        when dealt_on is not null then 'passed'
        when dealt_on is null then 'not_testable'
    end as result,
    case
        when first_seen_on is null and is_known then 'Nothing above what policy keeps was seen.'
        when first_seen_on is null then 'No balance of the account is known in the year.'
        when first_seen_on is not null then words.pounds(amount) || ' above what policy keeps, first seen on ' || words.day(first_seen_on)
            || case
                when dealt_on is null and $to_day::date - first_seen_on <= days then '. The ' || words.many(days, 'day') || ' for that are not over.'
                when dealt_on is null then '. Nobody took it up or explained it in ' || words.many($to_day::date - first_seen_on, 'day') || '.'
                when dealt_on = taken_on then ', taken up on ' || words.day(dealt_on) || '.'
                when dealt_on = decided_on then ', settled on ' || words.day(dealt_on) || '.'
                when dealt_on is not null then '. It was gone with the next statement.'
            end
    end as saw,
    case when coalesce(dealt_on, $to_day::date) - first_seen_on > days then amount end::decimal(18, 2) as amount
from held
