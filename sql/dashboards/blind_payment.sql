/*
summary = "The council's payments of a review's period, due against seen, for somebody who looks a second time."
grain = "one row per item, auditor, and payment due or credit seen"
kept = "view"
seen_by = "check_self_audit"
*/
select
    seat.item_id,
    seat.auditor,
    seat.account_id,
    seat.council,
    seat.officer,
    payment.due_on,
    case when not coalesce(line.is_hidden, false) then payment.posted_on end as posted_on,
    case when line.is_hidden then 'not_seen' else payment.outcome end as outcome,
    case when not coalesce(line.is_hidden, false) then payment.description end as description,
    payment.expected,
    case when not coalesce(line.is_hidden, false) then payment.seen end as seen
from trackers.self_audit_seat as seat
join dashboards.council_payment as payment
    on payment.account_id = seat.account_id
    and payment.period_from = seat.period_from
left join trackers.blind_line as line
    on line.item_id = seat.item_id
    and line.auditor = seat.auditor
    and line.account_id = seat.account_id
    and line.transaction_id = payment.transaction_id
-- Money in that only the first officer's word makes a payment of the council is no payment of the council here.
where not (coalesce(line.is_hidden, false) and payment.due_on is null)
