/*
title = "A payment due was not seen"
why = "A direct payment that stops by mistake leaves a person without care (Bromley 18 012 632)."
severity = "high"
ask = "Was the payment made, and to which account?"
policy = ["payment_gap_days", "payment_window_days"]
owner = "Direct payments team"
reviewed = 2026-11-22
*/
select
    match.expected_id as subject_id,
    match.agreement_id,
    match.account_id,
    null::varchar as transaction_id,
    match.expected as amount,
    match.due_on as occurred_on,
    'high' as severity,
    'The payment of ' || words.pounds(match.expected) || ' due on ' || words.day(match.due_on)
        || ' is not on the statements, which cover the days around it.' as message
from reconciliation.payment_match as match
join staging.policy as days
    on days.council = match.council and days.setting = 'payment_gap_days'
    and match.due_on between days.effective_from and days.effective_to
join reconciliation.coverage
    on coverage.account_id = match.account_id
    -- A payment may come some days early or late; where we can't see those days we don't ask.
    and coverage.covered_from <= match.due_on - days.value::integer
    and coverage.covered_to >= match.due_on + days.value::integer
where match.outcome = 'not_seen'
