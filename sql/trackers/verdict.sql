/*
summary = "The decision that holds on each exception."
grain = "one row per exception somebody decided"
kept = "view"
*/
select verdict.*
from decisions.verdict
left join decisions.verdict_undone using (verdict_id)
where verdict_undone.verdict_id is null
qualify row_number() over (
    partition by verdict.account_id, verdict.exception_id
    order by verdict.decided_at desc, verdict.verdict_id desc
) = 1
