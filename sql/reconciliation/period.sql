/*
summary = "The reconciliation form, rows A to L: what came in, what went out, whether the statement agrees, and what is left when all is paid."
grain = "one row per account and review period"
kept = "table"
recomputed = "by account"
*/
with form as (
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
        money.lines,
        -- A is the last balance printed before the period, else the first printed in it taken back to the first day:
        -- of two in it one is A and the other I; one alone proves nothing.
        case
            when point.before_on is not null then point.before_balance + carried.after_before_on
            when point.first_on < point.last_on then point.first_balance - carried.until_first_on
        end::decimal(18, 2) as opening_balance,
        -- What is due is not known where there is neither a schedule nor a first payment to count from.
        case when schedule.is_known then coalesce(due.council_payments, 0) end::decimal(18, 2) as council_payments_expected,
        coalesce(money.council_payments, 0)::decimal(18, 2) as council_payments_seen,
        case when schedule.is_known then coalesce(due_in.contributions, 0) end::decimal(18, 2) as contributions_expected,
        coalesce(money.contributions, 0)::decimal(18, 2) as contributions_seen,
        case when schedule.is_known then coalesce(due_from_health.health, 0) end::decimal(18, 2) as health_expected,
        coalesce(money.health, 0)::decimal(18, 2) as health_seen,
        coalesce(money.receipts, 0)::decimal(18, 2) as total_receipts,
        coalesce(money.spend, 0)::decimal(18, 2) as total_spend,
        -- I is the last balance printed in the period, unless lines follow it; when nothing happened, the one before stands.
        case
            when point.last_on is not null and carried.lines_after_last_on = 0 then point.last_balance
            when point.last_on is null and money.lines = 0 and carried.lines_after_before_on = 0 then point.before_balance
        end::decimal(18, 2) as closing_per_statement,
        coalesce(owed.amount, 0)::decimal(18, 2) as outstanding_items,
        -- Nothing is missing before the first statement of an account that begins empty.
        point.before_on is null and point.first_balance - carried.until_first_on = 0 as begins_empty
    from staging.review_period as period
    left join lateral (
        select
            count(*) as lines,
            sum(line.amount) filter (where line.spend_category = 'council_payment' and line.amount > 0) as council_payments,
            sum(line.amount) filter (where line.spend_category = 'client_contribution' and line.amount > 0) as contributions,
            sum(line.amount) filter (where line.spend_category = 'health_payment' and line.amount > 0) as health,
            sum(line.amount) filter (where line.amount > 0) as receipts,
            -sum(line.amount) filter (where line.amount < 0) as spend
        from reconciliation.transaction as line
        where line.account_id = period.account_id
            and line.posted_on between period.period_from and period.period_to
    ) as money on true
    left join lateral (
        select sum(payment.expected) as council_payments
        -- One that came in parts is due once.
        from (
            select distinct account_id, expected_id, due_on, expected
            from reconciliation.payment_match
            where expected_id is not null
        ) as payment
        where payment.account_id = period.account_id
            and payment.due_on between period.period_from and period.period_to
    ) as due on true
    left join lateral (
        select count(*) > 0 as is_known
        from reconciliation.expected_payment as payment
        where payment.account_id = period.account_id
    ) as schedule on true
    left join lateral (
        select sum(contribution.expected) as contributions
        from reconciliation.contribution_cycle as contribution
        where contribution.account_id = period.account_id
            and contribution.due_on between period.period_from and period.period_to
    ) as due_in on true
    left join lateral (
        select sum(contribution.health_amount) as health
        from reconciliation.expected_contribution as contribution
        where contribution.account_id = period.account_id
            and contribution.due_on between period.period_from and period.period_to
    ) as due_from_health on true
    left join lateral (
        select
            max(point.on_date) filter (where point.on_date < period.period_from) as before_on,
            arg_max(point.balance, point.on_date) filter (where point.on_date < period.period_from) as before_balance,
            min(point.on_date) filter (where point.on_date >= period.period_from) as first_on,
            arg_min(point.balance, point.on_date) filter (where point.on_date >= period.period_from) as first_balance,
            max(point.on_date) filter (where point.on_date >= period.period_from) as last_on,
            arg_max(point.balance, point.on_date) filter (where point.on_date >= period.period_from) as last_balance
        from reconciliation.balance_point as point
        where point.account_id = period.account_id
            and point.on_date <= period.period_to
    ) as point on true
    -- Lines that stand between a balance and the first or last day of the period.
    left join lateral (
        select
            coalesce(sum(line.amount) filter (where line.posted_on > point.before_on and line.posted_on < period.period_from), 0) as after_before_on,
            count(*) filter (where line.posted_on > point.before_on and line.posted_on < period.period_from) as lines_after_before_on,
            coalesce(sum(line.amount) filter (where line.posted_on >= period.period_from and line.posted_on <= point.first_on), 0) as until_first_on,
            count(*) filter (where line.posted_on > point.last_on) as lines_after_last_on
        from reconciliation.transaction as line
        where line.account_id = period.account_id
            and line.posted_on <= period.period_to
    ) as carried on true
    left join lateral (
        select
            min(coverage.covered_from) as covered_from,
            max(coverage.covered_to) as covered_to,
            nullif(count(*), 0) as stretches,
            sum(least(coverage.covered_to, period.period_to) - greatest(coverage.covered_from, period.period_from) + 1) as days
        from reconciliation.coverage
        where coverage.account_id = period.account_id
            and coverage.covered_from <= period.period_to
            and coverage.covered_to >= period.period_from
    ) as covered on true
    left join lateral (
        select sum(item.amount) as amount
        from staging.outstanding_item as item
        where item.account_id = period.account_id
            and item.period_from between period.period_from and period.period_to
    ) as owed on true
),

calculated as (
    select
        *,
        (total_receipts - council_payments_seen - contributions_seen - health_seen)::decimal(18, 2) as other_income,
        (opening_balance + total_receipts - total_spend)::decimal(18, 2) as closing_calculated
    from form
)

select
    calculated.* exclude (begins_empty),
    (closing_calculated - closing_per_statement)::decimal(18, 2) as difference,
    (coalesce(closing_per_statement, closing_calculated) - outstanding_items)::decimal(18, 2) as available_balance,
    case
        when covered_from is null then 'no_statement'
        when stretches > 1 then 'incomplete'
        when covered_to < least(period_to, account.closed_on) - missing.value::integer then 'incomplete'
        when covered_from > greatest(period_from, account.opened_on, agreement.start_date) + missing.value::integer
            and not coalesce(begins_empty, false) then 'incomplete'
        when closing_calculated is null or closing_per_statement is null then 'unproven'
        when abs(closing_calculated - closing_per_statement) > tolerance.value then 'differs'
        when abs(closing_calculated - closing_per_statement) <= tolerance.value then 'agrees'
    end as state
from calculated
join staging.account using (account_id)
join staging.agreement on agreement.agreement_id = account.agreement_id
left join staging.policy as missing
    on missing.council = calculated.council and missing.setting = 'missing_statement_days'
    and calculated.period_to between missing.effective_from and missing.effective_to
left join staging.policy as tolerance
    on tolerance.council = calculated.council and tolerance.setting = 'balance_tolerance'
    and calculated.period_to between tolerance.effective_from and tolerance.effective_to
