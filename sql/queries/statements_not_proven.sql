/*
title = "Statements that are not proven"
question = "Which statements print no balance to check against, or contradict themselves?"

[params]
since = 2026-04-01
*/
select council, agreement_id, account_id, file_name, from_date, to_date, proof, received_at, received_by
from audit.statement
where proof <> 'proven' and to_date >= $since::date
order by proof, to_date, statement_id
