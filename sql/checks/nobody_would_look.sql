/*
title = "Every payment and every open finding belongs to a review period"
*/
with waiting as (
    select 'payment' as what, transaction_id as id, account_id, posted_on as happened_on
    from reconciliation.transaction

    union all

    select 'finding', finding_id, account_id, occurred_on
    from trackers.finding
    where status = 'open'
)

select
    waiting.id as subject_id,
    'The ' || waiting.what || ' ' || waiting.id || ' of ' || coalesce(words.day(waiting.happened_on), 'no day') || ' in account ' || waiting.account_id
        || ' belongs to no review period, so no review shows it. Check when the agreement begins and the account is closed.' as message
from waiting
cross join store.refreshed
anti join reconciliation.period
    on period.account_id = waiting.account_id
    and waiting.happened_on between period.period_from and period.period_to
-- Periods of days to come are made when those days are.
where coalesce(waiting.happened_on <= refreshed.as_at, true)
