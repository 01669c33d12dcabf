/*
summary = "The surpluses, debts, questions, returns and suspensions of an agreement, each with where it stands."
grain = "one row per case that somebody took up"
kept = "view"
seen_by = "see_case"
*/
select
    state.kind,
    state.case_id,
    state.agreement_id,
    state.council,
    agreement.officer,
    state.since,
    state.state,
    state.kind || '_' || state.step as step
from trackers.case_state as state
join staging.agreement using (agreement_id)
