/*
summary = "What of the work list was put off: until when, by whom and why; the newest word on an item holds."
grain = "one row per item that was ever put off"
kept = "view"
seen_by = "see_case"
*/
select
    snooze.item,
    snooze.agreement_id,
    snooze.council,
    agreement.officer,
    snooze.until_on,
    snooze.decided_by as put_off_by,
    snooze.decided_at as put_off_at,
    snooze.reason,
    -- On the day itself it is back.
    snooze.until_on > $as_at::date as is_put_off
from decisions.snooze
join staging.agreement using (agreement_id)
qualify row_number() over (partition by snooze.item order by snooze.decided_at desc, snooze.snooze_id desc) = 1
