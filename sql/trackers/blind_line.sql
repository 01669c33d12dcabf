/*
summary = "The lines of a review for somebody who looks a second time: with nothing that the first officer said of them, but with what the second says."
grain = "one row per item, auditor and line"
kept = "view"
seen_by = "check_self_audit"
*/
with said as (
    select item_id, auditor, subject_id, said, reason
    from decisions.self_audit_verdict
    where kind = 'line'
    qualify row_number() over (partition by item_id, auditor, subject_id order by decided_at desc, verdict_id desc) = 1
),

asked as (
    select item_id, auditor, subject_id, said
    from decisions.self_audit_verdict
    where kind = 'exception'
    qualify row_number() over (partition by item_id, auditor, subject_id order by decided_at desc, verdict_id desc) = 1
)

select
    seat.cycle_id,
    seat.item_id,
    seat.auditor,
    line.transaction_id,
    seat.account_id,
    line.agreement_id,
    seat.council,
    seat.officer,
    line.statement_id,
    line.line_number,
    line.posted_on,
    line.day_position,
    line.statement_from,
    line.description,
    line.amount,
    case when line.amount < 0 then -line.amount end as money_out,
    case when line.amount > 0 then line.amount end as money_in,
    line.balance,
    -- What a person said the payee is, for this agreement or as the first officer, is a decision of the first look.
    ends_with(first.category_reason, ' for this person') and starts_with(first.category_reason, 'confirmed by ')
        or starts_with(first.category_reason, 'confirmed by ' || seat.completed_by || ' ') as is_hidden,
    said.said,
    coalesce(said.said, case when is_hidden then 'query' else first.spend_category end) as spend_category,
    case
        when said.said is not null then coalesce(said.reason, 'you said so')
        when is_hidden or first.spend_category = 'query' then 'nobody has said who this is'
        else first.category_reason
    end as category_reason,
    -- What the second alone asks about.
    asked.said as asked_about,
    -- Who is this? is asked alike where the first officer said it and where nobody did.
    is_hidden or first.spend_category = 'query' as is_asked
from trackers.self_audit_seat as seat
join decisions.reviewed_line as first
    on first.review_id = seat.review_id
    and first.account_id = seat.account_id
join reconciliation.transaction as line
    on line.account_id = seat.account_id
    and line.transaction_id = first.transaction_id
left join said
    on said.item_id = seat.item_id
    and said.auditor = seat.auditor
    and said.subject_id = line.transaction_id
left join asked
    on asked.item_id = seat.item_id
    and asked.auditor = seat.auditor
    and asked.subject_id = line.transaction_id
