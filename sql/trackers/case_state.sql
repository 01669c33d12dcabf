/*
summary = "Where each case stands: its state, since when, and who took each step."
grain = "one row per kind and case"
kept = "view"
*/
select
    kind,
    case_id,
    any_value(agreement_id) as agreement_id,
    any_value(council) as council,
    max(step_number) as step_number,
    max_by(step, step_number) as step,
    max_by(state, step_number) as state,
    max_by(on_day, step_number) as since,
    -- The newest of each step counts.
    map_from_entries(list({'k': step, 'v': {'on_day': on_day, 'by': decided_by, 'amount': amount, 'reason': reason, 'letter_id': letter_id}} order by step_number)
        filter (where is_newest)) as steps
from (
    select *, row_number() over (partition by kind, case_id, step order by step_number desc) = 1 as is_newest
    from decisions.step
)
group by kind, case_id
