/*
title = "Explained without a reason"
question = "Which findings over an amount were explained without a written reason?"

[params]
over = "100.00"
*/
select council, officer, agreement_id, account_id, finding_id, rule_id, occurred_on, amount, decided_by, decided_at, message
from audit.finding
where status = 'explained'
    and amount > $over::decimal(18, 2)
    and coalesce(trim(decision_reason), '') = ''
order by amount desc, finding_id
