/*
summary = "What was in an account at the end of each day on which something happened: printed by a statement, or worked out from the nearest printed balance."
grain = "one row per account and day with a line, a printed balance, or the end of an unbroken stretch of statements"
kept = "view"
seen_by = "see_case"
*/
with stretch as (
    select *, row_number() over (partition by account_id order by covered_from) as stretch
    from reconciliation.coverage
    where account_id = $account_id
),

moved as (
    select
        account_id,
        posted_on as on_day,
        sum(amount) as amount,
        sum(amount) filter (where amount > 0) as money_in,
        -sum(amount) filter (where amount < 0) as money_out,
        count(*) as lines
    from reconciliation.transaction
    where account_id = $account_id
    group by account_id, posted_on
),

known as (
    select account_id, on_day from moved
    union
    select account_id, on_date from reconciliation.balance_point where account_id = $account_id
    union
    select account_id, unnest([covered_from, covered_to]) from stretch
),

-- The balance a stretch opens with is that of the day before it.
point as (
    select
        known.account_id,
        stretch.agreement_id,
        stretch.council,
        stretch.officer,
        stretch.stretch,
        known.on_day,
        known.on_day >= stretch.covered_from as is_covered,
        moved.money_in,
        moved.money_out,
        coalesce(moved.lines, 0) as lines,
        printed.balance as printed,
        case when known.on_day >= stretch.covered_from then coalesce(moved.amount, 0) else 0 end as amount
    from known
    join stretch
        on stretch.account_id = known.account_id
        and known.on_day between stretch.covered_from - 1 and stretch.covered_to
    left join moved
        on moved.account_id = known.account_id
        and moved.on_day = known.on_day
    left join reconciliation.balance_point as printed
        on printed.account_id = known.account_id
        and printed.on_date = known.on_day
),

added as (
    select
        *,
        sum(amount) over in_order as so_far,
        case when printed is not null then printed - sum(amount) over in_order end as begun_with
    from point
    window in_order as (partition by account_id, stretch order by on_day rows unbounded preceding)
),

counted as (
    select
        *,
        so_far + coalesce(
            last_value(begun_with ignore nulls) over (partition by account_id, stretch order by on_day rows between unbounded preceding and current row),
            first_value(begun_with ignore nulls) over (partition by account_id, stretch order by on_day rows between current row and unbounded following)
        ) as balance
    from added
),

-- One proven statement of a day is enough.
proof as (
    select
        counted.account_id,
        counted.on_day,
        min_by(statement.proof, list_position(['proven', 'broken', 'unproven'], statement.proof)) as proof
    from counted
    join staging.statement
        on statement.account_id = counted.account_id
        and counted.on_day between statement.from_date and statement.to_date
    group by counted.account_id, counted.on_day
)

select
    counted.account_id,
    counted.agreement_id,
    counted.council,
    counted.officer,
    counted.on_day,
    counted.stretch,
    period.period_from,
    case when counted.printed is not null then 'printed' when counted.balance is not null then 'worked_out' else 'unknown' end as source,
    proof.proof,
    counted.lines,
    coalesce(counted.money_in, 0)::decimal(18, 2) as money_in,
    coalesce(counted.money_out, 0)::decimal(18, 2) as money_out,
    counted.balance::decimal(18, 2) as balance
from counted
left join proof
    on proof.account_id = counted.account_id
    and proof.on_day = counted.on_day
left join staging.review_period as period
    on period.account_id = counted.account_id
    and counted.on_day between period.period_from and period.period_to
where counted.is_covered
