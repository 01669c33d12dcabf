/*
summary = "The surplus tracker: what is due next of each open surplus, when, and since how many days."
grain = "one row per surplus that is not closed or withdrawn"
kept = "view"
seen_by = "see_case"
*/
with open_case as (
    select
        *,
        case
            when state = 'calculated' and surplus > check_over then 'check'
            when state in ('calculated', 'checked') then 'notify'
            when state = 'notified' then 'authorise'
            when state = 'objection' then 'answer_objection'
            when state = 'authorised' then 'take'
            when state = 'invoiced' and $as_at::date >= debt_on then 'make_a_debt'
            when state = 'invoiced' then 'remind'
            when state in ('taken_by_card', 'netted') then 'match'
            when state = 'recovered' then 'close'
        end as next_step,
        case
            when state = 'notified' then object_by + 1
            when state = 'authorised' then takes_effect_on
            when state = 'invoiced' and $as_at::date >= debt_on then debt_on
            when state = 'invoiced' then reminder_on
            else since
        end as due_on
    from trackers.surplus
    where state not in ('closed', 'withdrawn', 'passed_to_debt')
)

select *, $as_at::date - due_on as days_late
from open_case
