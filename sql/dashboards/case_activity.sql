/*
summary = "Who did what, and who looked, in a case."
grain = "one row per act and account of the agreement"
kept = "view"
seen_by = "see_case"
*/
select
    account.account_id,
    account.agreement_id,
    account.council,
    account.officer,
    act.seq,
    act.happened_at,
    act.actor,
    act.role,
    act.action,
    act.subject,
    act.verdict,
    act.reason,
    act.chain_hash
from dashboards.act as act
join staging.account using (agreement_id)
