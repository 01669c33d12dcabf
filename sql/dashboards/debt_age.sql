/*
summary = "Debts that are not settled, by how long ago they fell due: how many, and how much is left."
grain = "one row per council, officer and band"
kept = "view"
seen_by = "see_case"
*/
select
    debt.council,
    debt.officer,
    debts.band(debt.due_from, $as_at::date, debts.last_claim_on(debt.due_from, years.value), warning.value) as band,
    count(*) as debts,
    sum(debt.outstanding)::decimal(18, 2) as left_to_pay
from trackers.debt_balance as debt
join staging.policy as years
    on years.council = debt.council and years.setting = 'limitation_years'
    and $as_at between years.effective_from and years.effective_to
join staging.policy as warning
    on warning.council = debt.council and warning.setting = 'limitation_warning_days'
    and $as_at between warning.effective_from and warning.effective_to
where debt.outstanding > 0
group by all
