/*
number = 5
title = "Later reviews within twelve months"
question = "Was each later statutory review held within twelve months of the one before?"
case = "one row per later review that fell due in the year"
source = "SI 2014/2871 reg 7; Ombudsman, Nottinghamshire 19 000 339"
not_held = ["Agreements whose first review was never held stand under test 4."]
seen_by = "see_whole_audit"
*/
with due as (
    select
        agreement.council,
        agreement.officer,
        agreement.agreement_id,
        agreement.end_date,
        review.reviewed_on as before_on,
        law.next_review_due(review.reviewed_on) as due_on,
        lead(review.reviewed_on) over (partition by review.agreement_id order by review.reviewed_on) as reviewed_on
    from staging.statutory_review as review
    join staging.agreement using (agreement_id)
    where review.reviewed_on between agreement.start_date and $to_day::date
)

select
    council,
    officer,
    agreement_id,
    null::varchar as kind,
    null::varchar as case_id,
    due_on as on_day,
    case
        when reviewed_on <= due_on then 'passed'
        when reviewed_on > due_on or reviewed_on is null then 'failed'
    end as result,
    'After the review of ' || words.day(before_on) || ' the next was due by ' || words.day(due_on)
        || case
            when reviewed_on <= due_on then ', and was held on ' || words.day(reviewed_on) || '.'
            when reviewed_on > due_on then ', and was held ' || words.many(reviewed_on - due_on, 'day') || ' late, on ' || words.day(reviewed_on) || '.'
            when reviewed_on is null then '. None was held by ' || words.day($to_day::date) || ', ' || words.many($to_day::date - due_on, 'day') || ' later.'
        end as saw,
    null::decimal(18, 2) as amount
from due
where due_on between $from_day::date and $to_day::date
    and coalesce(end_date >= due_on, true)
    and (reviewed_on is not null or due_on < $to_day::date)
