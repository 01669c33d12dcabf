/*
title = "No statement for a long time"
question = "Which running agreements have no statement that reaches a day or later?"

[params]
since = 2026-07-01
*/
select agreement.council, agreement.officer, agreement.agreement_id, agreement.account_type, agreement.net_weekly, max(statement.to_date) as last_statement_to
from audit.agreement
left join audit.statement using (agreement_id)
where agreement.state in ('active', 'suspended')
group by agreement.council, agreement.officer, agreement.agreement_id, agreement.account_type, agreement.net_weekly
having coalesce(max(statement.to_date) < $since::date, true)
order by last_statement_to nulls first, agreement.agreement_id
