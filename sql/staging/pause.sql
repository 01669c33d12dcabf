/*
summary = "Days on which no clock of an agreement runs, and why: holds that somebody said, and hospital stays that came with the caseload."
grain = "one row per hold or hospital stay of an agreement"
kept = "view"
*/
select
    hold_id,
    agreement_id,
    from_date,
    to_date,
    kind
from staging.hold

union all

select
    null,
    agreement.agreement_id,
    absence.from_date,
    absence.to_date,
    'hospital'
from staging.absence
join staging.agreement using (person_id)
where absence.kind = 'hospital'
