/*
summary = "Direct payment agreements, with what a week is worth today, how closely each is watched, and what is due next."
grain = "one row per agreement"
kept = "view"
seen_by = "see_case"
*/
select
    standing.*,
    expected.due_on as next_return_due_on
from audit.agreement_standing as standing
-- The oldest return that has not come.
left join (
    select agreement_id, min(due_on) as due_on
    from reconciliation.return_clock
    where received_on is null
    group by agreement_id
) as expected using (agreement_id)
