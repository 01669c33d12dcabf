/*
summary = "The balance of an agreement's accounts day by day from the last day that statements cover, at three paces of spending: slow, as lately, as planned."
grain = "one row per agreement, pace and day"
kept = "view"
seen_by = "see_case"
*/
with pace as (
    select
        pace.*,
        ($as_at::date + ahead.value::integer * 7)::date as until
    from dashboards.pace
    join staging.policy as ahead
        on ahead.council = pace.council and ahead.setting = 'forecast_weeks_ahead'
        and pace.basis_on between ahead.effective_from and ahead.effective_to
    where pace.agreement_id = $agreement_id
),

day_of as (
    select
        pace.*,
        speed.pace,
        speed.weekly,
        day_number.day_number,
        (pace.basis_on + day_number.day_number::integer)::date as on_day
    from pace
    cross join lateral (values ('slow', pace.weekly_slow), ('lately', pace.weekly_lately), ('planned', pace.weekly_planned)) as speed (pace, weekly)
    cross join lateral (select unnest(generate_series(0, greatest(pace.until - pace.basis_on, 0))) as day_number) as day_number
),

paid_in as (
    select on_day, sum(amount) as amount
    from reconciliation.payment_to_come
    where agreement_id = $agreement_id
    group by on_day
),

moved as (
    select
        day_of.*,
        case when day_number > 0 then coalesce(paid_in.amount, 0) else 0 end as money_in,
        -- A week's money is spread over its days to the penny; what is owed already leaves on the first of them.
        case when day_number > 0 and day_of.on_day <= coalesce(end_date, day_of.on_day)
            then sums.share(weekly, day_number, 7) - sums.share(weekly, day_number - 1, 7)
            else 0
        end + case when day_number = 1 then owed else 0 end as money_out
    from day_of
    left join paid_in on paid_in.on_day = day_of.on_day
),

left_over as (
    select
        moved.*,
        held + sum(money_in - money_out) over (partition by moved.agreement_id, moved.pace order by day_number rows unbounded preceding) as balance,
        case when day_number = 0 then band.surplus_line else band.surplus_line_paid end as surplus_line,
        band.low_line
    from moved
    left join dashboards.case_band as band
        on band.agreement_id = moved.agreement_id
        and band.agreement_id = $agreement_id
        and moved.on_day between band.from_date and band.to_date
)

select
    account_id,
    agreement_id,
    council,
    officer,
    on_day,
    pace,
    day_number,
    money_in::decimal(18, 2) as money_in,
    money_out::decimal(18, 2) as money_out,
    balance::decimal(18, 2) as balance,
    surplus_line,
    low_line,
    weekly,
    -- The first day on which it is so; a balance on the line is neither above nor below it.
    min(on_day) filter (where balance > surplus_line) over of_pace as over_on,
    min(on_day) filter (where balance < low_line) over of_pace as low_on,
    min(on_day) filter (where balance < 0) over of_pace as below_zero_on
from left_over
window of_pace as (partition by agreement_id, pace)
