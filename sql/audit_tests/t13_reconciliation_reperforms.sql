/*
number = 13
title = "Reconciliations add up when done again"
question = "Done again from the lines, does each period's form give the same closing balance, and does that agree with the statement?"
case = "one row per agreement with a period that ended in the year"
source = "Ombudsman, Trafford 19 005 333: sums that can be performed again"
not_held = ["Periods without a statement, or whose statement prints no balance, can't be done again."]
seen_by = "see_whole_audit"
*/
with period as (
    select *
    from reconciliation.period
    where period_to between $from_day::date and $to_day::date
),

-- The form's sums once more, from the lines alone.
added as (
    select period.account_id, period.period_from, sum(line.amount)::decimal(18, 2) as amount
    from (
        select account_id, posted_on, sum(amount) as amount
        from reconciliation.transaction
        where posted_on between (select min(period_from) from period) and $to_day::date
        group by account_id, posted_on
    ) as line
    asof join period
        on period.account_id = line.account_id
        and period.period_from <= line.posted_on
    where line.posted_on <= period.period_to
    group by period.account_id, period.period_from
),

done_again as (
    select
        period.agreement_id,
        period.council,
        period.officer,
        period.state,
        period.difference,
        review.outcome,
        period.total_receipts - period.total_spend <> coalesce(added.amount, 0)
            or coalesce(period.closing_calculated <> period.opening_balance + coalesce(added.amount, 0), false) as is_wrong,
        abs(period.total_receipts - period.total_spend - coalesce(added.amount, 0)) as wrong_by
    from period
    left join added
        on added.account_id = period.account_id
        and added.period_from = period.period_from
    left join staging.completed_review as review
        on review.account_id = period.account_id
        and review.period_from = period.period_from
),

counted as (
    select
        agreement_id,
        any_value(council) as council,
        any_value(officer) as officer,
        count(*) as periods,
        count(*) filter (where state in ('agrees', 'differs')) as proven,
        count(*) filter (where is_wrong) as wrong,
        count(*) filter (where state = 'differs' and outcome is null) as differ,
        count(*) filter (where state = 'differs' and outcome is not null) as explained,
        coalesce(sum(wrong_by) filter (where is_wrong), 0) + coalesce(sum(abs(difference)) filter (where state = 'differs' and outcome is null), 0) as amount
    from done_again
    group by agreement_id
)

select
    council,
    officer,
    agreement_id,
    null::varchar as kind,
    null::varchar as case_id,
    $to_day::date as on_day,
    case
        when wrong + differ > 0 then 'failed'
        when proven > 0 then 'passed'
        when proven = 0 then 'not_testable'
    end as result,
    case
        when proven + wrong = 0 then words.many(periods, 'period') || ' ended, none with a whole statement and its balances.'
        else proven || ' of ' || words.many(periods, 'period') || ' done again from the lines'
            || case when wrong > 0 then ', ' || wrong || ' with another sum than the form' else '' end
            || case when differ > 0 then ', ' || differ || ' not as the statement says, unexplained' else '' end
            || case when explained > 0 then ', ' || explained || ' with a difference that was explained' else '' end || '.'
    end as saw,
    nullif(amount, 0)::decimal(18, 2) as amount
from counted
