/*
title = "Who looked at a case"
question = "Who looked at an agreement or did something in it, and when?"

[params]
agreement_id = "WM-1001"
*/
select "at", actor, role, action, subject, reason
from audit.activity
where agreement_id = $agreement_id
order by seq
