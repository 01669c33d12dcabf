/*
summary = "The statements of an account in order: what each says, whether it adds up, and whether it follows on."
grain = "one row per statement"
kept = "view"
seen_by = "see_case"
*/
with other as (
    select
        file_sha256,
        count(*) filter (where status = 'rejected') as rejected,
        count(*) filter (where status = 'skipped') as skipped
    from raw.other_line
    group by file_sha256
)

select
    chain.statement_id,
    chain.account_id,
    chain.agreement_id,
    chain.council,
    chain.officer,
    chain.from_date,
    chain.to_date,
    chain.first_day_between,
    chain.last_day_between,
    statement.received_at,
    statement.received_by,
    statement.file_name,
    statement.layout,
    statement.made_with,
    statement.messages,
    statement.proof,
    case
        when chain.previous_statement_id is null then 'first'
        when chain.has_missing_days then 'days_missing'
        when chain.opening_break <> 0 then 'balance_breaks'
        when chain.from_date <= chain.first_day_between - 1 then 'overlaps'
        when chain.opening_break = 0 then 'follows_on'
        when chain.opening_break is null then 'no_balance'
    end as joins,
    statement.lines,
    coalesce(other.rejected, 0) as rejected,
    coalesce(other.skipped, 0) as skipped,
    chain.opening_balance,
    chain.closing_balance,
    chain.opening_break
from reconciliation.chain
join staging.statement using (statement_id)
left join other using (file_sha256)
