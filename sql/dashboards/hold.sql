/*
summary = "Holds of an agreement, and hospital stays of the caseload: since when, until when, why and by whom."
grain = "one row per hold or hospital stay"
kept = "view"
seen_by = "see_case"
*/
select
    pause.hold_id,
    pause.agreement_id,
    agreement.council,
    agreement.officer,
    pause.from_date,
    pause.to_date,
    pause.kind,
    coalesce(hold.reason, 'It came with the caseload.') as reason,
    hold.decided_by,
    -- Nobody has ended it yet, and it can be.
    hold.hold_id is not null and hold.ended_on is null as can_end
from staging.pause
join staging.agreement using (agreement_id)
left join staging.hold using (hold_id)
