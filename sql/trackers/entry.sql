/*
summary = "What was said and done in each case: notes, calls, visits and tasks as they stand, with what stood there before, and whether they were withdrawn or done."
grain = "one row per entry, however often it was corrected"
kept = "view"
seen_by = "see_case"
*/
with correction as (
    select
        corrects as entry_id,
        list({
            'on_day': on_day, 'with_whom': with_whom, 'said': said, 'due_on': due_on, 'owner': owner, 'decided_by': decided_by, 'decided_at': decided_at
        } order by decided_at, entry_id) as versions
    from decisions.entry
    where corrects is not null
    group by corrects
),

entry as (
    select
        first.entry_id,
        first.agreement_id,
        first.council,
        first.kind,
        first.decided_by as written_by,
        first.decided_at as written_at,
        [{
            'on_day': first.on_day, 'with_whom': first.with_whom, 'said': first.said, 'due_on': first.due_on, 'owner': first.owner,
            'decided_by': first.decided_by, 'decided_at': first.decided_at
        }] || coalesce(correction.versions, []) as versions
    from decisions.entry as first
    left join correction using (entry_id)
    where first.corrects is null
)

select
    entry.entry_id,
    entry.agreement_id,
    entry.council,
    agreement.officer,
    concat_ws('. ', nullif(left(agreement.forename, 1), ''), agreement.surname) as who,
    entry.kind,
    entry.versions[-1].on_day as on_day,
    entry.versions[-1].due_on as due_on,
    entry.versions[-1].with_whom as with_whom,
    entry.versions[-1].said as said,
    -- Without a name it is for whoever carries the case.
    case when entry.kind = 'task' then coalesce(entry.versions[-1].owner, agreement.officer) end as owner,
    entry.written_by,
    entry.written_at,
    case when len(entry.versions) > 1 then entry.versions[-1].decided_by end as corrected_by,
    case when len(entry.versions) > 1 then entry.versions[-1].decided_at end as corrected_at,
    -- The newest of what stood before comes first.
    list_reverse(entry.versions[:-2]) as before,
    withdrawn.decided_by as withdrawn_by,
    withdrawn.decided_at as withdrawn_at,
    withdrawn.reason as withdrawn_because,
    done.on_day as done_on,
    done.decided_by as done_by,
    done.outcome,
    case
        when withdrawn.entry_id is not null then 'entry_withdrawn'
        when done.entry_id is not null then 'task_done'
        when entry.kind = 'task' then 'task_open'
        else 'entry_stands'
    end as state
from entry
join staging.agreement using (agreement_id)
left join decisions.entry_withdrawn as withdrawn using (entry_id)
left join decisions.task_done as done using (entry_id)
