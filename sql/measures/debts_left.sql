/*
title = "Debts left to pay"
definition = "What was left of all debts on the last day of the month, by kind and by how long ago they fell due."
numerator = "What each debt's ledger leaves"
source = "The debt ledgers kept here; Care Act 2014 s69, Limitation Act 1980"
unit = "pounds"
value = "sum"
direction = "less"
taken = "at month end"
theme = "Contributions and debt"
place = 530
seen_by = "see_report"

[by]
debt_kind = "Kind"
band = "Owed since"
*/
with left_of as (
    select month.month, month.last_day, entry.debt_id, sum(entry.amount)::decimal(18, 2) as amount
    from decisions.debt_entry as entry
    join months.between($from_day, $to_day) as month on entry.on_day <= month.last_day
    group by month.month, month.last_day, entry.debt_id
    having sum(entry.amount) <> 0
)

select
    left_of.month as month,
    debt.due_from as on_day,
    agreement.council,
    agreement.officer,
    agreement.agreement_id,
    concat_ws('. ', nullif(left(agreement.forename, 1), ''), agreement.surname) as who,
    'debt' as kind,
    debt.debt_id as case_id,
    debt.kind as debt_kind,
    debts.band(debt.due_from, left_of.last_day, debts.last_claim_on(debt.due_from, years.value), warning.value) as band,
    (left_of.amount)::decimal(18, 2) as numerator,
    (null)::decimal(18, 2) as denominator
from left_of
join decisions.debt using (debt_id)
join staging.agreement using (agreement_id)
join staging.policy as years
    on years.council = agreement.council and years.setting = 'limitation_years'
    and left_of.last_day between years.effective_from and years.effective_to
join staging.policy as warning
    on warning.council = agreement.council and warning.setting = 'limitation_warning_days'
    and left_of.last_day between warning.effective_from and warning.effective_to
