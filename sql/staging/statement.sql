/*
summary = "Statements that count: received and not withdrawn."
grain = "one row per statement"
kept = "view"
*/
select
    statement.statement_id,
    statement.account_id,
    account.agreement_id,
    account.council,
    account.officer,
    file.file_name,
    statement.file_sha256,
    file.layout,
    file.kind,
    file.made_with,
    file.messages,
    statement.from_date,
    statement.to_date,
    statement.opening_balance,
    statement.closing_balance,
    statement.lines,
    statement.credits,
    statement.debits,
    statement.proof,
    statement.break_line,
    statement.break_expected,
    statement.break_found,
    statement.received_at,
    statement.received_by
from raw.statement
join raw.file using (file_sha256)
join staging.account using (account_id)
left join decisions.statement_withdrawn using (statement_id)
where statement_withdrawn.statement_id is null
