/*
number = 4
title = "First review within six months"
question = "Was the first statutory review held within six months, of a personal health budget within three?"
case = "one row per agreement whose first review fell due in the year"
source = "SI 2014/2871 reg 7; NHS (Direct Payments) Regulations 2013; Ombudsman, Knowsley 24 018 192"
seen_by = "see_whole_audit"
*/
with due as (
    select
        agreement.council,
        agreement.officer,
        agreement.agreement_id,
        agreement.end_date,
        law.first_review_due(agreement.start_date, agreement.legal_basis) as due_on,
        min(review.reviewed_on) as reviewed_on
    from staging.agreement
    left join staging.statutory_review as review
        on review.agreement_id = agreement.agreement_id
        and review.reviewed_on between agreement.start_date and $to_day::date
    group by all
),

council as (
    select distinct agreement.council
    from staging.statutory_review
    join staging.agreement using (agreement_id)
)

select
    due.council,
    due.officer,
    due.agreement_id,
    null::varchar as kind,
    null::varchar as case_id,
    due.due_on as on_day,
    case
        when council.council is null then 'not_testable'
        when due.reviewed_on <= due.due_on then 'passed'
        when due.reviewed_on > due.due_on or due.reviewed_on is null then 'failed'
    end as result,
    case
        when council.council is null then 'No review comes with the extract: statutory_reviews.csv.'
        when due.reviewed_on <= due.due_on then 'Due by ' || words.day(due.due_on) || ', held on ' || words.day(due.reviewed_on) || '.'
        when due.reviewed_on > due.due_on then 'Due by ' || words.day(due.due_on) || ', held ' || words.many(due.reviewed_on - due.due_on, 'day') || ' late, on ' || words.day(due.reviewed_on) || '.'
        when due.reviewed_on is null then 'Due by ' || words.day(due.due_on) || '. None was held by ' || words.day($to_day::date) || ', ' || words.many($to_day::date - due.due_on, 'day') || ' later.'
    end as saw,
    null::decimal(18, 2) as amount
from due
left join council on council.council = due.council
where due.due_on between $from_day::date and $to_day::date
    -- What ended before its day needed no review; on the day itself it can still be held.
    and coalesce(due.end_date >= due.due_on, true)
    and (due.reviewed_on is not null or due.due_on < $to_day::date)
