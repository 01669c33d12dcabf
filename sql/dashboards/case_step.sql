/*
summary = "What was done in a case, step by step: who, when, why."
grain = "one row per step"
kept = "view"
seen_by = "see_case"
*/
select
    step.kind,
    step.case_id,
    step.step_number,
    step.agreement_id,
    step.council,
    agreement.officer,
    step.on_day,
    step.kind || '_' || step.step as step,
    step.state,
    step.reason,
    step.decided_by,
    step.decided_at,
    step.amount
from decisions.step
join staging.agreement using (agreement_id)
