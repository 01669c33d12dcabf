/*
summary = "Write-offs and corrections that one person proposed and another decides."
grain = "one row per proposal"
kept = "view"
seen_by = "see_case"
*/
select
    step.case_id as proposal_id,
    step.detail::json ->> 'debt_id' as debt_id,
    step.agreement_id,
    step.council,
    agreement.officer,
    step.on_day as proposed_on,
    step.kind,
    step.detail::json ->> 'code' as code,
    step.reason,
    stage.state,
    stage.step_number,
    step.decided_by as proposed_by,
    coalesce(stage.steps['approve'].by, stage.steps['decline'].by) as decided_by,
    step.amount
from decisions.step
join staging.agreement using (agreement_id)
join trackers.case_state as stage
    on stage.kind = step.kind
    and stage.case_id = step.case_id
where step.kind in ('write_off', 'adjustment') and step.step = 'propose'
