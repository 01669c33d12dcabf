/*
title = "Days without a statement"
why = "What was paid on these days has not been seen by anybody."
severity = "medium"
ask = "Can we have the statement for the missing days?"
policy = ["missing_statement_days"]
owner = "Direct payments team"
reviewed = 2026-11-22
*/
select
    chain.account_id || ':' || chain.first_day_between as subject_id,
    chain.agreement_id,
    chain.account_id,
    null::varchar as transaction_id,
    0::decimal(18, 2) as amount,
    chain.first_day_between as occurred_on,
    'medium' as severity,
    'There is no statement for ' || words.day(chain.first_day_between)
        || case when chain.days_between = 1 then ' (1 day)' else ' to ' || words.day(chain.last_day_between) || ' (' || chain.days_between || ' days)' end
        || coalesce(', and ' || words.pounds(nullif(abs(chain.opening_break), 0)) || ' moved between the two balances', '') || '.' as message
from reconciliation.chain
where chain.has_missing_days
