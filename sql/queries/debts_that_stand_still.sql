/*
title = "Debts that stand still"
question = "Which debts have been at the same stage for more than so many days, with no hold?"

[params]
as_at = 2026-11-26
days = 60
*/
select council, officer, agreement_id, debt_id, kind, stage, stage_since, $as_at::date - stage_since as days_there, outstanding
from audit.debt
where outstanding > 0
    and on_hold_since is null
    and stage not in ('in_plan', 'referred')
    and $as_at::date - stage_since > $days::integer
order by days_there desc, debt_id
