/*
summary = "The accounts of an officer's own work: who, and what waits."
grain = "one row per account"
kept = "view"
seen_by = "decide_exception"
*/
select
    account_id,
    agreement_id,
    person_id,
    council,
    officer,
    oldest_period,
    statements_to,
    forename,
    surname,
    concat_ws('. ', nullif(left(forename, 1), ''), surname) as who,
    account_type,
    balance,
    periods_to_review,
    needs_you
from dashboards.caseload
