/*
title = "Money moved to a person's own account"
why = "Once moved to a private account, nobody can see what the money was used for."
severity = "high"
ask = "What was this transfer for, and what did it pay for?"
policy = []
owner = "Direct payments team"
reviewed = 2026-11-22
*/
select
    line.transaction_id as subject_id,
    line.agreement_id,
    line.account_id,
    line.transaction_id,
    (-line.amount)::decimal(18, 2) as amount,
    line.posted_on as occurred_on,
    'high' as severity,
    words.pounds(-line.amount) || ' was moved on ' || words.day(line.posted_on) || ' to an account of '
        || coalesce(line.payee, 'a private person') || ', who is not a payee of the plan.' as message
from reconciliation.transaction as line
where line.spend_category = 'transfer' and line.amount < 0
