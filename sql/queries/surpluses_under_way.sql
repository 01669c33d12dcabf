/*
title = "Surpluses under way"
question = "Which surpluses are not closed, since when, and what is still to come?"

[params]
council = "Westmarch"
*/
select officer, agreement_id, surplus_id, state, reason_code, proposed_on, notified_on, surplus, safe_to_recoup, notified_amount, recovered, (coalesce(notified_amount, 0) - coalesce(recovered, 0))::decimal(18, 2) as still_to_come
from audit.surplus
where council = $council
    and state not in ('closed', 'recovered', 'withdrawn', 'passed_to_debt')
order by proposed_on, surplus_id
