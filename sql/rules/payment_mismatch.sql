/*
title = "The council's payment is not what it should be"
why = "A wrong payment is an overpayment to recover or money the person is owed; both grow every cycle (Kirklees 24 016 885)."
severity = "medium"
ask = "Is the schedule wrong, or the payment?"
policy = ["payment_tolerance", "payment_window_days"]
owner = "Direct payments team"
reviewed = 2026-11-22
*/
select
    coalesce(match.expected_id, match.transaction_id) as subject_id,
    match.agreement_id,
    match.account_id,
    match.transaction_id,
    abs(match.seen - coalesce(match.expected, 0))::decimal(18, 2) as amount,
    match.posted_on as occurred_on,
    'medium' as severity,
    case match.outcome
        when 'different_amount' then
            'The council paid ' || words.pounds(match.seen) || ' on ' || words.day(match.posted_on) || ' where '
            || words.pounds(match.expected) || ' was due on ' || words.day(match.due_on) || ': '
            || words.pounds(abs(match.seen - match.expected)) || case when match.seen < match.expected then ' too little.' else ' too much.' end
        when 'not_expected' then
            'The council paid ' || words.pounds(match.seen) || ' on ' || words.day(match.posted_on) || ', which is not on the payment schedule.'
    end as message
from reconciliation.payment_match as match
-- What came during a pause is another question.
anti join staging.suspension
    on suspension.agreement_id = match.agreement_id
    and match.posted_on between suspension.from_date and coalesce(suspension.to_date, date '9999-12-31')
where match.outcome in ('different_amount', 'not_expected')
