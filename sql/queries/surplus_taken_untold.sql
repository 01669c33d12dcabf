/*
title = "Surplus that came back before anybody was told"
question = "Of which surpluses did money come back although the person was not told, or on no later day than they were?"

[params]
since = 2026-04-01
*/
-- Ombudsman, Lancashire 18 012 467.
select council, officer, agreement_id, surplus_id, state, proposed_on, notified_on, recovered_on, recovered, authorised_by
from audit.surplus
where recovered > 0
    and coalesce(recovered_on <= notified_on, true)
    and proposed_on >= $since::date
order by recovered desc, surplus_id
