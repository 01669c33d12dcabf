/*
title = "The balance does not follow on"
why = "A statement that does not begin where the last one ended, or whose running balance breaks, may have lines missing or altered (Nottinghamshire 19 000 339)."
severity = "high"
ask = "Can we have a complete statement from the bank for these days?"
policy = ["balance_tolerance"]
owner = "Direct payments team"
reviewed = 2026-11-22
*/
with broken as (
    select
        chain.statement_id || ':opening' as subject_id,
        chain.agreement_id,
        chain.account_id,
        null::varchar as transaction_id,
        abs(chain.opening_break)::decimal(18, 2) as amount,
        chain.from_date as occurred_on,
        'high' as severity,
        'The statement from ' || words.day(chain.from_date) || ' opens with ' || words.pounds(chain.opening_balance)
            || ' but the one before closed with ' || words.pounds(chain.previous_closing)
            || ': ' || words.pounds(abs(chain.opening_break)) || ' is not accounted for.' as message
    from reconciliation.chain
    join staging.policy as tolerance
        on tolerance.council = chain.council and tolerance.setting = 'balance_tolerance'
        and chain.from_date between tolerance.effective_from and tolerance.effective_to
    where not chain.has_missing_days
        and abs(chain.opening_break) > tolerance.value

    union all

    select
        statement.statement_id || ':inside',
        statement.agreement_id,
        statement.account_id,
        null,
        abs(statement.break_found - statement.break_expected)::decimal(18, 2),
        coalesce(line.posted_on, statement.from_date),
        'high',
        'Inside the statement from ' || words.day(statement.from_date) || coalesce(
            -- A break on a line that is no payment is one of a printed total.
            ' the ' || case when line.line_number is null then 'total' else 'balance' end || ' at line ' || statement.break_line
                || ' should be ' || words.pounds(statement.break_expected) || ' but is printed as ' || words.pounds(statement.break_found) || '.',
            ' the balances do not follow.'
        )
    from staging.statement
    left join staging.line
        on line.account_id = statement.account_id
        and line.statement_id = statement.statement_id
        and line.line_number = statement.break_line
    join staging.policy as tolerance
        on tolerance.council = statement.council and tolerance.setting = 'balance_tolerance'
        and statement.from_date between tolerance.effective_from and tolerance.effective_to
    where statement.proof = 'broken'
        and (abs(statement.break_found - statement.break_expected) <= tolerance.value) is not true
)

from broken

union all by name

-- And where the sums of a period do not come to its closing balance, though no statement shows the place.
select
    period.account_id || ':' || period.period_from || ':form' as subject_id,
    period.agreement_id,
    period.account_id,
    null::varchar as transaction_id,
    abs(period.difference)::decimal(18, 2) as amount,
    least(period.covered_to, period.period_to) as occurred_on,
    'high' as severity,
    'From ' || words.day(period.period_from) || ' to ' || words.day(least(period.covered_to, period.period_to)) || ' opening balance and payments come to '
        || words.pounds(period.closing_calculated) || ', but the statement closes with ' || words.pounds(period.closing_per_statement)
        || ': ' || words.pounds(abs(period.difference)) || ' is not accounted for.' as message
from reconciliation.period
join staging.policy as tolerance
    on tolerance.council = period.council and tolerance.setting = 'balance_tolerance'
    and period.period_to between tolerance.effective_from and tolerance.effective_to
where abs(period.difference) > tolerance.value
    and not exists (
        from broken
        where broken.account_id = period.account_id
            and broken.occurred_on between period.period_from and period.period_to
    )
    -- Missing days are a question of their own.
    and not exists (
        from reconciliation.chain
        where chain.account_id = period.account_id
            and chain.has_missing_days
            and chain.first_day_between <= period.period_to
            and chain.from_date >= period.period_from
    )
