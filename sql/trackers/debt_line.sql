/*
summary = "What each debt is made of: contribution cycles, lines of statements, or the surplus it was left from."
grain = "one row per debt and line"
kept = "view"
seen_by = "see_case"
*/
with line as (
    select
        debt_id,
        agreement_id,
        account_id,
        council,
        kind,
        unnest(from_json(source::json -> 'lines', '[{
            "on_day": "DATE", "description": "VARCHAR", "expected": "DECIMAL(18,2)", "received": "DECIMAL(18,2)",
            "amount": "DECIMAL(18,2)", "transaction_id": "VARCHAR", "finding_id": "VARCHAR", "why": "VARCHAR"
        }]')) as said
    from decisions.debt
)

select
    line.debt_id,
    line.agreement_id,
    line.account_id,
    line.council,
    agreement.officer,
    line.said.on_day,
    line.kind,
    line.said.description,
    line.said.why,
    line.said.transaction_id,
    line.said.finding_id,
    line.said.expected,
    line.said.received,
    line.said.amount
from line
join staging.agreement using (agreement_id)
