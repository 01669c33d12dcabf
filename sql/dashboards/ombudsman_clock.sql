/*
summary = "How long each matter of money took: from the day it happened to the day we saw it, raised it, wrote about it, and the money came (Ombudsman, Dorset 24 017 716)."
grain = "one row per surplus, debt or question of spending"
kept = "view"
seen_by = "see_case"
*/
with seen as (
    select account_id, finding_id, min(rule_id) as rule_id, min(seen_on) as first_seen_on, min(occurred_on) as occurred_on
    from findings.sighting
    group by account_id, finding_id
),

step as (
    select kind, case_id, step, min(on_day) as on_day
    from decisions.step
    group by kind, case_id, step
),

letter as (
    select letter.kind, letter.case_id, min(sent.sent_on) as sent_on
    from decisions.letter
    join decisions.letter_sent as sent using (letter_id)
    where not letter.is_restricted
        and letter.addressee <> 'practitioner'
        and letter.kind in ('surplus', 'debt', 'misspend')
        and letter.template <> 'line_query'
    group by letter.kind, letter.case_id
),

cash as (
    select surplus_id as case_id, min(on_day) filter (where amount > 0) as on_day
    from decisions.surplus_receipt
    group by surplus_id

    union all

    select debt_id, min(on_day) filter (where kind = 'paid' and amount < 0)
    from decisions.debt_entry
    group by debt_id

    union all

    -- What is to be paid back of a question of spending is paid as a debt.
    select debt.source::json ->> 'misspend_id', min(entry.on_day) filter (where entry.kind = 'paid' and entry.amount < 0)
    from decisions.debt_entry as entry
    join decisions.debt using (debt_id)
    where debt.source::json ->> 'misspend_id' is not null
    group by debt.source::json ->> 'misspend_id'
),

matter as (
    select
        'surplus' as kind,
        surplus.surplus_id as case_id,
        surplus.agreement_id,
        max(seen.occurred_on) as happened_on,
        max(seen.first_seen_on) as first_seen_on,
        any_value(raised.on_day) as raised_on
    from decisions.surplus
    join step as raised
        on raised.kind = 'surplus' and raised.case_id = surplus.surplus_id and raised.step = 'calculate'
    left join seen
        on seen.account_id = surplus.account_id and seen.rule_id = 'surplus' and seen.first_seen_on <= raised.on_day
    group by surplus.surplus_id, surplus.agreement_id

    union all

    select 'debt', debt.debt_id, debt.agreement_id, coalesce(min(line.said.on_day), debt.due_from), min(seen.first_seen_on), any_value(raised.on_day)
    from decisions.debt
    join step as raised
        on raised.kind = 'debt' and raised.case_id = debt.debt_id and raised.step in ('propose', 'raise')
    left join (select debt_id, unnest(from_json(source::json -> 'lines', '[{"on_day": "DATE", "finding_id": "VARCHAR"}]')) as said from decisions.debt) as line using (debt_id)
    left join seen
        on seen.account_id = debt.account_id
        and (seen.finding_id = line.said.finding_id or (debt.kind = 'contribution' and seen.rule_id = 'contribution_unpaid' and seen.first_seen_on <= raised.on_day))
    group by debt.debt_id, debt.agreement_id, debt.due_from

    union all

    select 'misspend', misspend.misspend_id, misspend.agreement_id, min(line.occurred_on), min(seen.first_seen_on), any_value(raised.on_day)
    from decisions.misspend
    join decisions.misspend_line as line using (misspend_id)
    left join seen
        on seen.account_id = misspend.account_id and seen.finding_id = line.finding_id
    left join step as raised
        on raised.kind = 'misspend' and raised.case_id = misspend.misspend_id and raised.step = 'ask'
    group by misspend.misspend_id, misspend.agreement_id
)

select
    matter.kind,
    matter.case_id,
    matter.agreement_id,
    agreement.council,
    agreement.officer,
    matter.happened_on,
    matter.first_seen_on,
    matter.raised_on,
    letter.sent_on as letter_on,
    cash.on_day as cash_on,
    (matter.first_seen_on - matter.happened_on)::integer as days_to_see,
    (matter.raised_on - matter.first_seen_on)::integer as days_to_raise,
    (letter.sent_on - matter.raised_on)::integer as days_to_letter,
    (cash.on_day - letter.sent_on)::integer as days_to_cash
from matter
join staging.agreement using (agreement_id)
left join letter
    on letter.kind = matter.kind
    and letter.case_id = matter.case_id
left join cash
    on cash.case_id = matter.case_id
