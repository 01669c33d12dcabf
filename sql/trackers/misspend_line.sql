/*
summary = "The findings that each question of misspent money is about, as they stand now."
grain = "one row per misspend and finding"
kept = "view"
seen_by = "see_case"
*/
with decided as (
    select case_id, unnest(from_json(detail::json -> 'lines', '["VARCHAR"]')) as finding_id
    from decisions.step
    where kind = 'misspend' and step = 'decide'
)

select
    line.misspend_id,
    line.agreement_id,
    line.finding_id,
    line.transaction_id,
    finding.council,
    finding.officer,
    line.occurred_on,
    finding.first_seen_on,
    line.description,
    finding.rule_id,
    finding.message,
    finding.status,
    finding.decided_by as upheld_by,
    finding.decision_reason as why,
    line.amount,
    decided.finding_id is not null as is_decided
from decisions.misspend_line as line
join decisions.misspend using (misspend_id)
join trackers.finding
    on finding.account_id = misspend.account_id
    and finding.finding_id = line.finding_id
left join decided
    on decided.case_id = line.misspend_id
    and decided.finding_id = line.finding_id
