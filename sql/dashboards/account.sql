/*
summary = "The accounts of the team: whose, what waits, and what is held."
grain = "one row per account"
kept = "view"
seen_by = "see_dashboard"
*/
select
    account_id,
    agreement_id,
    person_id,
    council,
    officer,
    start_date,
    end_date,
    oldest_period,
    statements_to,
    forename,
    surname,
    concat_ws('. ', nullif(left(forename, 1), ''), surname) as who,
    account_type,
    balance,
    periods_to_review,
    needs_you,
    periods_to_review > 0 as has_period_to_review,
    needs_you > 0 as needs_somebody,
    statements_to is null as has_no_statement
from dashboards.caseload
