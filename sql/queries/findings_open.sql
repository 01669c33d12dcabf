/*
title = "Findings that nobody has settled"
question = "Which findings of a council are still open, oldest first?"

[params]
council = "Westmarch"
*/
select finding_id, rule_id, severity, officer, agreement_id, account_id, occurred_on, first_seen_on, amount, message
from audit.finding
where status = 'open' and council = $council
order by first_seen_on, severity, finding_id
