/*
summary = "Every line of every statement that counts, with its text made comparable and its place in the day."
grain = "one row per statement line"
kept = "view"
*/
select
    line.account_id,
    line.statement_id,
    line.line_number,
    line.posted_on,
    line.description,
    words.plain(line.description) as text,
    line.kind,
    line.external_id,
    line.card_reference,
    line.merchant_code,
    line.amount,
    line.balance,
    row_number() over (
        partition by line.account_id, line.statement_id, line.posted_on order by line.sequence
    ) as day_position,
    statement.from_date,
    statement.to_date,
    statement.received_at,
    -- A completed review locks its days: what arrives later about them is a conflict, not a change.
    exists (
        from staging.completed_review as review
        where review.account_id = line.account_id
            and line.posted_on between review.period_from and review.period_to
            and statement.received_at > review.completed_at
    ) as is_locked_out
from raw.statement_line as line
join raw.statement using (statement_id)
left join decisions.statement_withdrawn using (statement_id)
where statement_withdrawn.statement_id is null
