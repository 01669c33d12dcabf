/*
title = "Gambling or lottery"
why = "Councils' agreements rule it out, and it can be a sign that somebody else uses the account."
severity = "high"
ask = "Who made this payment, and what was it for?"
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
    words.pounds(-line.amount) || ' went to gambling on ' || words.day(line.posted_on) || ' (' || line.category_reason || ').' as message
from reconciliation.transaction as line
where line.spend_category = 'gambling' and line.amount < 0
