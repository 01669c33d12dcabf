/*
summary = "The reconciliation form for somebody who looks a second time: money in by what they take it for, and no note of what is owed."
grain = "one row per item, auditor and row of the form"
kept = "view"
seen_by = "check_self_audit"
*/
with taken as (
    select
        item_id,
        auditor,
        account_id,
        sum(amount) filter (where spend_category = 'council_payment') as council_payments,
        sum(amount) filter (where spend_category = 'client_contribution') as contributions,
        sum(amount) filter (where spend_category = 'health_payment') as health,
        sum(amount) filter (where spend_category not in ('council_payment', 'client_contribution', 'health_payment')) as others
    from trackers.blind_line
    where amount > 0
    group by item_id, auditor, account_id
)

select
    seat.item_id,
    seat.auditor,
    seat.account_id,
    seat.council,
    seat.officer,
    form.form_row,
    form.words,
    form.expected,
    case form.form_row
        when 'B' then coalesce(taken.council_payments, 0)
        when 'C' then coalesce(taken.contributions, 0)
        when 'D' then coalesce(taken.health, 0)
        when 'E' then coalesce(taken.others, 0)
        else form.seen
    end::decimal(18, 2) as seen
from trackers.self_audit_seat as seat
join dashboards.form as form
    on form.account_id = seat.account_id
    and form.period_from = seat.period_from
left join taken
    on taken.item_id = seat.item_id
    and taken.auditor = seat.auditor
    and taken.account_id = seat.account_id
where form.form_row not in ('K', 'L')
