/*
title = "Money came while the direct payment was paused"
why = "A pause that the payment run does not know of is paid all the same, and has to come back later (Bristol 22 009 217)."
severity = "high"
ask = "Was the pause lifted, or was it never entered where payments are made?"
policy = []
owner = "Direct payments team"
reviewed = 2026-11-26
*/
select
    line.transaction_id as subject_id,
    line.agreement_id,
    line.account_id,
    line.transaction_id,
    line.amount,
    line.posted_on as occurred_on,
    'high' as severity,
    'The council paid ' || words.pounds(line.amount) || ' on ' || words.day(line.posted_on) || ', while the direct payment was paused from '
        || words.day(min(suspension.from_date)) || case when max(suspension.to_date) is null then '.' else ' to ' || words.day(max(suspension.to_date)) || '.' end as message
from reconciliation.transaction as line
join staging.suspension
    on suspension.agreement_id = line.agreement_id
    and line.posted_on between suspension.from_date and coalesce(suspension.to_date, date '9999-12-31')
where line.spend_category = 'council_payment' and line.amount > 0
group by line.transaction_id, line.agreement_id, line.account_id, line.amount, line.posted_on
