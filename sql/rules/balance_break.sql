/*
title = "The balance does not follow on"
why = "A statement that does not begin where the last one ended, or whose running balance breaks, may have lines missing or altered (Nottinghamshire 19 000 339)."
severity = "high"
ask = "Can we have a complete statement from the bank for these days?"
policy = ["balance_tolerance"]
owner = "Direct payments team"
reviewed = 2026-11-22
*/
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
