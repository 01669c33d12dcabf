/*
title = "Debts written off"
definition = "What was written off in the month, within the scheme of delegation."
numerator = "Write-offs"
source = "The debt ledgers kept here"
unit = "pounds"
value = "sum"
direction = "less"
taken = "in the month"
theme = "Contributions and debt"
place = 550
seen_by = "see_report"

[by]
debt_kind = "Kind"
*/
select
    months.of(entry.on_day) as month,
    entry.on_day as on_day,
    agreement.council,
    agreement.officer,
    agreement.agreement_id,
    concat_ws('. ', nullif(left(agreement.forename, 1), ''), agreement.surname) as who,
    'debt' as kind,
    debt.debt_id as case_id,
    debt.kind as debt_kind,
    (-entry.amount)::decimal(18, 2) as numerator,
    (null)::decimal(18, 2) as denominator
from decisions.debt_entry as entry
join decisions.debt using (debt_id)
join staging.agreement on agreement.agreement_id = debt.agreement_id
where entry.kind = 'written_off'
    and entry.on_day between $from_day::date and $to_day::date
