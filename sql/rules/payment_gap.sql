/*
title = "A payment due was not seen"
why = "A direct payment that stops by mistake leaves a person without care (Bromley 18 012 632)."
severity = "high"
ask = "Was the payment made, and to which account?"
policy = ["payment_gap_days", "payment_window_days", "missing_statement_days"]
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
left join staging.policy as missing
    on missing.council = match.council and missing.setting = 'missing_statement_days'
    and match.due_on between missing.effective_from and missing.effective_to
left join staging.account using (account_id)
left join staging.agreement on agreement.agreement_id = account.agreement_id
join reconciliation.coverage
    on coverage.account_id = match.account_id
    -- A payment may come some days early or late; where we can't see those days we don't ask. Before the account began there is nothing to see.
    and coverage.covered_from <= case
        when match.due_on - days.value::integer < greatest(account.opened_on, agreement.start_date)
            then greatest(account.opened_on, agreement.start_date) + missing.value::integer
        else match.due_on - days.value::integer
    end
    and coverage.covered_to >= match.due_on + days.value::integer
where match.outcome = 'not_seen'
    and match.expected > 0

union all

select
    match.expected_id,
    match.agreement_id,
    match.account_id,
    max(match.transaction_id),
    max(match.expected),
    match.due_on,
    'high',
    'The payment of ' || words.pounds(max(match.expected)) || ' due on ' || words.day(match.due_on) || ' came on ' || words.day(max(match.posted_on))
        || ', ' || (max(match.posted_on) - match.due_on) || ' days late.'
from reconciliation.payment_match as match
join staging.policy as days
    on days.council = match.council and days.setting = 'payment_gap_days'
    and match.due_on between days.effective_from and days.effective_to
-- The last part of one that came in parts; of several that came as one, each is late from its own day, and that is how they were paid.
where match.outcome in ('as_expected', 'different_amount', 'split')
    and match.posted_on > match.due_on + days.value::integer
group by match.expected_id, match.agreement_id, match.account_id, match.due_on
