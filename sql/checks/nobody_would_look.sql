/*
title = "Every payment and every open finding since the agreement began belongs to a review period"
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
        || ' belongs to no review period, so no review shows it. Check when the account is closed.' as message
from waiting
left join staging.account using (account_id)
left join staging.agreement using (agreement_id)
cross join store.refreshed
anti join reconciliation.period
    on period.account_id = waiting.account_id
    and waiting.happened_on between period.period_from and period.period_to
-- Periods of days to come are made when those days are.
where coalesce(waiting.happened_on <= refreshed.as_at, true)
    and coalesce(waiting.happened_on >= date_trunc('month', agreement.start_date), true)
