/*
number = 2
title = "The plan is there and adds up to the budget"
question = "Is a support plan on file, and do its lines add up to the personal budget?"
case = "one row per agreement that ran in the year"
source = "Care Act 2014 s33(3); internal audit, Anglesey 2021"
not_held = ["The plan itself, and who agreed it in which panel: file it with the case's documents."]
seen_by = "see_whole_audit"
*/
with agreement as (
    select *, least(end_date, $to_day::date) as on_day
    from staging.agreement
    where start_date <= $to_day::date
        and coalesce(end_date >= $from_day::date, true)
),

plan as (
    select
        agreement.agreement_id,
        count(plan_line.plan_line_id) as lines,
        count(plan_line.weekly_amount) as weekly_lines,
        coalesce(sum(plan_line.weekly_amount), 0)::decimal(18, 2) as weekly
    from agreement
    join staging.plan_line
        on plan_line.agreement_id = agreement.agreement_id
        and agreement.on_day between coalesce(plan_line.from_date, agreement.on_day) and coalesce(plan_line.to_date, agreement.on_day)
    group by agreement.agreement_id
),

council as (
    select distinct agreement.council
    from staging.plan_line
    join staging.agreement using (agreement_id)
),

held as (
    select
        agreement.council,
        agreement.officer,
        agreement.agreement_id,
        agreement.on_day,
        rate.gross_weekly,
        coalesce(plan.lines, 0) as lines,
        coalesce(plan.weekly_lines, 0) as weekly_lines,
        plan.weekly,
        abs(plan.weekly - rate.gross_weekly)::decimal(18, 2) as apart,
        rate.gross_weekly * most.value as most,
        council.council is not null as is_told
    from agreement
    left join staging.rate
        on rate.agreement_id = agreement.agreement_id
        and agreement.on_day between rate.from_date and rate.to_date
    left join plan on plan.agreement_id = agreement.agreement_id
    left join council on council.council = agreement.council
    left join staging.policy as most
        on most.council = agreement.council and most.setting = 'plan_percent'
        and agreement.on_day between most.effective_from and most.effective_to
)

select
    council,
    officer,
    agreement_id,
    null::varchar as kind,
    null::varchar as case_id,
    on_day,
    case
        when lines = 0 and is_told then 'failed'
        when lines = 0 or weekly_lines = 0 or apart is null or most is null then 'not_testable'
        when apart * 100 > most then 'failed'
        when apart * 100 <= most then 'passed'
    end as result,
    case
        when lines = 0 and is_told then 'No line of a plan holds on ' || words.day(on_day) || '.'
        when lines = 0 then 'No plan comes with the extract: plan_lines.csv.'
        when weekly_lines = 0 then 'The plan names no weekly amount: plan_lines.csv, weekly_amount.'
        when gross_weekly is null then 'No budget is known for ' || words.day(on_day) || ': rates.csv, gross_weekly.'
        when gross_weekly is not null then 'On ' || words.day(on_day) || ' the plan adds up to ' || words.pounds(weekly) || ' a week and the budget is ' || words.pounds(gross_weekly)
            || case when apart > 0 then ': ' || words.pounds(apart) || ' apart.' else '.' end
    end as saw,
    case when apart * 100 > most and weekly_lines > 0 then apart end::decimal(18, 2) as amount
from held
