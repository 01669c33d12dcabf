/*
summary = "Findings that a person upheld and that no question of misspent money is about yet, with the amount of the statement's own line."
grain = "one row per finding"
kept = "view"
seen_by = "see_case"
*/
with asked as (
    select misspend.account_id, line.finding_id, line.transaction_id
    from decisions.misspend_line as line
    join decisions.misspend using (misspend_id)
    join trackers.case_state as stage
        on stage.kind = 'misspend'
        and stage.case_id = line.misspend_id
    where stage.state <> 'dropped'
)

select
    finding.finding_id,
    finding.transaction_id,
    finding.account_id,
    finding.agreement_id,
    finding.council,
    finding.officer,
    finding.occurred_on,
    finding.rule_id,
    coalesce(line.description, finding.message) as description,
    finding.message,
    finding.decided_by as upheld_by,
    finding.decision_reason as why,
    case when finding.transaction_id is null then finding.amount else -line.amount end::decimal(18, 2) as amount
from trackers.finding
left join reconciliation.transaction as line
    on line.account_id = finding.account_id
    and line.transaction_id = finding.transaction_id
where finding.status = 'upheld'
    -- Cash taken out several times is one finding without a line; no other rule finds spending but on its line.
    and (line.amount < 0 or finding.rule_id = 'cash_withdrawal' and finding.transaction_id is null)
    and not exists (
        from asked
        where asked.account_id = finding.account_id
            and (asked.finding_id = finding.finding_id or asked.transaction_id = finding.transaction_id)
    )
