/*
summary = "The review periods that each return reaches into, and how many they are: a return is worked when all of them are reviewed."
grain = "one row per return, account and review period"
kept = "table"
recomputed = "by account"
*/
select
    due.return_id,
    period.account_id,
    period.period_from,
    count(*) over (partition by due.return_id) as periods
from reconciliation.return_due as due
join staging.account using (agreement_id)
join staging.review_period as period
    on period.account_id = account.account_id
    and period.period_from <= due.period_to
    and period.period_to >= due.period_from
