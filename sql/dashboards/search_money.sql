/*
summary = "What was said and which sums were named in surpluses, debts, plans, questions, returns and pauses, for somebody who looks for words, an amount or a day."
grain = "one row per case and what was said of it on a day"
kept = "view"
seen_by = "see_case"
*/
with said as (
    select kind, case_id, agreement_id, on_day, kind || '_' || step as what, reason as words, amount
    from decisions.step

    union all

    select 'debt', debt_id, agreement_id, due_from, 'debt_propose', concat_ws(' ', invoice_number, reason), null
    from decisions.debt

    union all

    select 'debt', debt_id, agreement_id, on_day, kind, concat_ws(' ', receipt_number, reason), abs(amount)
    from decisions.debt_entry

    union all

    select 'debt', debt_id, agreement_id, due_from, 'left_to_pay', null, outstanding
    from trackers.debt_balance
    where outstanding > 0

    union all

    select 'surplus', surplus_id, agreement_id, decided_at::date, 'surplus_calculate', note, null
    from decisions.surplus

    union all

    select 'surplus', surplus_id, agreement_id, on_day, 'match_surplus', concat_ws(' ', receipt_number, reason), abs(amount)
    from decisions.surplus_receipt
)

select
    said.kind,
    said.case_id,
    said.agreement_id,
    agreement.council,
    agreement.officer,
    said.on_day,
    concat_ws('. ', nullif(left(agreement.forename, 1), ''), agreement.surname) as who,
    said.what,
    said.words,
    said.amount
from said
join staging.agreement using (agreement_id)
where ($amount::decimal(18, 2) is null or said.amount = $amount::decimal(18, 2))
    and ($day::date is null or said.on_day = $day::date)
    and ($beginning::varchar is null or search.says(said.words, $beginning, $stems::varchar[]))
