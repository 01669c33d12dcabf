/*
title = "Debts that can soon not be claimed"
question = "Which debts fell due so many years ago, less so many days, and are still owed?"

[params]
as_at = 2026-11-26
years = 6
days = 180
*/
-- Limitation Act 1980; Care Act 2014 s69(3).
select council, officer, agreement_id, debt_id, kind, stage, due_from, (due_from + to_years($years::integer))::date as last_claim_on, outstanding
from audit.debt
where outstanding > 0
    and (due_from + to_years($years::integer))::date - $as_at::date <= $days::integer
order by last_claim_on, debt_id
