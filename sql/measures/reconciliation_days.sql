/*
title = "Days to complete a reconciliation"
definition = "How long a review took from the day its last statement came until it was completed, in the middle of those completed in the month."
numerator = "Days from the newest statement of the period to the day of completion"
source = "Statements received and reviews completed here"
unit = "days"
value = "median"
direction = "less"
taken = "in the month"
theme = "Reconciliations"
place = 730
seen_by = "see_report"
*/
with came as (
    select review.review_id, max(statement.received_at)::date as came_on
    from staging.completed_review as review
    join staging.statement
        on statement.account_id = review.account_id
        and statement.from_date <= review.period_to
        and statement.to_date >= review.period_from
        and statement.received_at <= review.completed_at
    group by review.review_id
)

select
    months.of(review.completed_at::date) as month,
    review.completed_at::date as on_day,
    agreement.council,
    agreement.officer,
    agreement.agreement_id,
    concat_ws('. ', nullif(left(agreement.forename, 1), ''), agreement.surname) as who,
    null::varchar as kind,
    null::varchar as case_id,
    (review.completed_at::date - came.came_on)::decimal(18, 2) as numerator,
    (null)::decimal(18, 2) as denominator
from staging.completed_review as review
join staging.agreement using (agreement_id)
join came using (review_id)
where review.completed_at::date between $from_day::date and $to_day::date
