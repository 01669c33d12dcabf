/*
summary = "A statement's file row by row, as it was received: lines, rows that are no payments, with why, and what a person said who checked its pages."
grain = "one row per statement and row of its file"
kept = "view"
seen_by = "see_case"
*/
with reach as (
    select
        statement_id,
        min(line_number) as first_line,
        max(line_number) as last_line
    from raw.statement_line
    group by statement_id
),

shared as (
    select file_sha256, count(*) as statements
    from raw.statement
    group by file_sha256
),

file_row as (
    select
        line.statement_id,
        line.account_id,
        line.line_number,
        'line' as status,
        line.posted_on,
        line.description,
        line.amount,
        line.balance,
        null::varchar as reason,
        line.source
    from raw.statement_line as line

    union all

    select
        statement.statement_id,
        statement.account_id,
        other.line_number,
        other.status,
        null,
        -- In a printed statement each text begins with its place on the page.
        regexp_replace(other.source, '^page \d+( turned -?[\d.]+)? \([\d. ]+\): ', ''),
        null,
        null,
        other.reason,
        other.source
    from raw.other_line as other
    join raw.statement using (file_sha256)
    join shared using (file_sha256)
    join reach using (statement_id)
    -- In a file of several accounts, only the rows among this account's own lines are known to be its own.
    where shared.statements = 1 or other.line_number between reach.first_line and reach.last_line
)

select
    file_row.statement_id,
    file_row.account_id,
    statement.agreement_id,
    statement.council,
    statement.officer,
    file_row.line_number,
    file_row.posted_on,
    statement.received_at,
    statement.received_by,
    statement.file_name,
    statement.proof,
    file_row.status,
    file_row.description,
    file_row.reason,
    file_row.source,
    case when file_row.amount < 0 then -file_row.amount end as money_out,
    case when file_row.amount > 0 then file_row.amount end as money_in,
    file_row.balance,
    line_checked.said,
    line_checked.was,
    coalesce(line_checked.decided_by, statement_checked.decided_by) as checked_by,
    coalesce(line_checked.decided_at, statement_checked.decided_at) as checked_at
from file_row
join staging.statement using (statement_id)
left join decisions.line_checked using (statement_id, line_number)
left join decisions.statement_checked using (statement_id)
