/*
summary = "Surpluses that were taken up, from calculation to recovery."
grain = "one row per surplus"
kept = "view"
seen_by = "see_case"
*/
select
    surplus_id,
    agreement_id,
    council,
    officer,
    as_at,
    available_balance,
    retained,
    committed,
    surplus,
    council_share,
    person_share,
    health_share,
    safe_to_recoup,
    state,
    reason_code,
    proposed_on,
    notified_on,
    amount as notified_amount,
    answered_on,
    answer,
    authorised_by,
    recovered,
    recovered_on,
    -- From the day somebody took it up to the day all of it was back.
    case when state in ('recovered', 'closed') then recovered_on - proposed_on end as days_to_recover
from trackers.surplus
