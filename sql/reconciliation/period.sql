/*
summary = "The reconciliation form, rows A to J: what came in, what went out, and whether the statement agrees."
grain = "one row per account and review period"
kept = "table"
recomputed = "by account"
*/
with money as (
    select
        period.account_id,
        period.period_from,
        count(*) as lines,
        sum(line.amount) filter (where line.spend_category = 'council_payment' and line.amount > 0) as council_payments_seen,
        sum(line.amount) filter (where line.spend_category = 'client_contribution' and line.amount > 0) as contributions_seen,
        sum(line.amount) filter (where line.spend_category = 'health_payment' and line.amount > 0) as health_seen,
        sum(line.amount) filter (where line.amount > 0) as total_receipts,
        -sum(line.amount) filter (where line.amount < 0) as total_spend
    from staging.review_period as period
    join reconciliation.transaction as line
        on line.account_id = period.account_id
        and line.posted_on between period.period_from and period.period_to
    group by period.account_id, period.period_from
),

due as (
    select
        period.account_id,
        period.period_from,
        sum(payment.amount) as council_payments_expected
    from staging.review_period as period
    join reconciliation.expected_payment as payment
        on payment.account_id = period.account_id
        and payment.due_on between period.period_from and period.period_to
    group by period.account_id, period.period_from
),

due_in as (
    select
        period.account_id,
        period.period_from,
        sum(contribution.amount) as contributions_expected,
        sum(contribution.health_amount) as health_expected
    from staging.review_period as period
    join reconciliation.expected_contribution as contribution
        on contribution.account_id = period.account_id
        and contribution.due_on between period.period_from and period.period_to
    group by period.account_id, period.period_from
),

-- A is the last balance printed before the period, else the first printed in it.
opening as (
    select
        period.account_id,
        period.period_from,
        point.on_date,
        point.balance
    from staging.review_period as period
    join reconciliation.balance_point as point
        on point.account_id = period.account_id
        and point.on_date <= period.period_to
    qualify row_number() over (
        partition by period.account_id, period.period_from
        order by
            point.on_date < period.period_from desc,
            case when point.on_date < period.period_from then point.on_date end desc,
            point.on_date
    ) = 1
),

closing as (
    select
        period.account_id,
        period.period_from,
        max(point.on_date) as on_date,
        arg_max(point.balance, point.on_date) as balance
    from staging.review_period as period
    join reconciliation.balance_point as point
        on point.account_id = period.account_id
        and point.on_date between period.period_from and period.period_to
    group by period.account_id, period.period_from
),

covered as (
    select
        period.account_id,
        period.period_from,
        min(coverage.covered_from) as covered_from,
        max(coverage.covered_to) as covered_to,
        count(*) as stretches,
        sum(least(coverage.covered_to, period.period_to) - greatest(coverage.covered_from, period.period_from) + 1) as days
    from staging.review_period as period
    join reconciliation.coverage
        on coverage.account_id = period.account_id
        and coverage.covered_from <= period.period_to
        and coverage.covered_to >= period.period_from
    group by period.account_id, period.period_from
),

-- Lines after the last printed balance are in H but not in I, so I can't be held against H.
after_closing as (
    select closing.account_id, closing.period_from, count(*) as lines
    from closing
    join staging.review_period as period using (account_id, period_from)
    join reconciliation.transaction as line
        on line.account_id = closing.account_id
        and line.posted_on > closing.on_date
        and line.posted_on <= period.period_to
    group by closing.account_id, closing.period_from
),

-- Lines between the balance we open with and the first day: they belong to A.
before_opening as (
    select opening.account_id, opening.period_from, sum(line.amount) as amount
    from opening
    join reconciliation.transaction as line
        on line.account_id = opening.account_id
        and line.posted_on > opening.on_date
        and line.posted_on < opening.period_from
    group by opening.account_id, opening.period_from
),

form as (
    select
        period.account_id,
        period.agreement_id,
        period.council,
        period.officer,
        period.period_from,
        period.period_to,
        covered.covered_from,
        covered.covered_to,
        covered.stretches,
        covered.days as days_covered,
        coalesce(money.lines, 0) as lines,
        (opening.balance + coalesce(before_opening.amount, 0))::decimal(18, 2) as opening_balance,
        coalesce(due.council_payments_expected, 0)::decimal(18, 2) as council_payments_expected,
        coalesce(money.council_payments_seen, 0)::decimal(18, 2) as council_payments_seen,
        coalesce(due_in.contributions_expected, 0)::decimal(18, 2) as contributions_expected,
        coalesce(money.contributions_seen, 0)::decimal(18, 2) as contributions_seen,
        coalesce(due_in.health_expected, 0)::decimal(18, 2) as health_expected,
        coalesce(money.health_seen, 0)::decimal(18, 2) as health_seen,
        coalesce(money.total_receipts, 0)::decimal(18, 2) as total_receipts,
        coalesce(money.total_spend, 0)::decimal(18, 2) as total_spend,
        case when after_closing.lines is null then coalesce(closing.balance, case when money.lines is null then opening.balance end) end as closing_per_statement
    from staging.review_period as period
    left join money using (account_id, period_from)
    left join due using (account_id, period_from)
    left join due_in using (account_id, period_from)
    left join opening using (account_id, period_from)
    left join closing using (account_id, period_from)
    left join covered using (account_id, period_from)
    left join after_closing using (account_id, period_from)
    left join before_opening using (account_id, period_from)
),

calculated as (
    select
        *,
        (total_receipts - council_payments_seen - contributions_seen - health_seen)::decimal(18, 2) as other_income,
        (opening_balance + total_receipts - total_spend)::decimal(18, 2) as closing_calculated
    from form
)

select
    calculated.*,
    (closing_calculated - closing_per_statement)::decimal(18, 2) as difference,
    case
        when covered_from is null then 'no_statement'
        when stretches > 1 or covered_to < least(period_to, coalesce(account.closed_on, period_to)) - missing.value::integer then 'incomplete'
        when closing_calculated is null or closing_per_statement is null then 'unproven'
        when abs(closing_calculated - closing_per_statement) > tolerance.value then 'differs'
        when abs(closing_calculated - closing_per_statement) <= tolerance.value then 'agrees'
    end as state
from calculated
join staging.account using (account_id)
left join staging.policy as missing
    on missing.council = calculated.council and missing.setting = 'missing_statement_days'
    and calculated.period_to between missing.effective_from and missing.effective_to
left join staging.policy as tolerance
    on tolerance.council = calculated.council and tolerance.setting = 'balance_tolerance'
    and calculated.period_to between tolerance.effective_from and tolerance.effective_to
