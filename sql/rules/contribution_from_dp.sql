/*
title = "The contribution seems to be paid from the direct payment itself"
why = "Paid from the account, the contribution is care money; it went unseen for two years in Oldham 19 012 063."
severity = "high"
ask = "Which account was this paid from, and can it be paid from the person's own money?"
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
    words.pounds(-line.amount) || ' left the account on ' || words.day(line.posted_on)
        || ' to pay the council: it looks like the contribution paid from the direct payment.' as message
from reconciliation.transaction as line
where line.spend_category = 'client_contribution' and line.amount < 0

union all

select
    line.transaction_id,
    line.agreement_id,
    line.account_id,
    line.transaction_id,
    (-line.amount)::decimal(18, 2),
    line.posted_on,
    'high',
    words.pounds(-line.amount) || ' left the account on ' || words.day(line.posted_on)
        || ' and came in as a contribution on the same day.'
from reconciliation.transaction as line
semi join reconciliation.transaction as contribution
    on contribution.account_id = line.account_id
    and contribution.posted_on = line.posted_on
    and contribution.amount = -line.amount
    and contribution.spend_category = 'client_contribution'
where line.spend_category in ('transfer', 'query') and line.amount < 0
