/*
number = 17
title = "Surplus was told, then taken, and came back"
question = "Was the person told first, with time to object, and did the money come back in its time?"
case = "one row per surplus that was under way in the year"
source = "Ombudsman, Lancashire 18 012 467 and Nottinghamshire 20 013 237"
seen_by = "see_whole_audit"
*/
with case_of as (
    select
        surplus.*,
        days.value::integer as act_days,
        -- Each clock of the way: taking it up, telling, taking the money, money back.
        surplus.taken_on is not null and (surplus.sent_on is null or coalesce(surplus.taken_on <= surplus.object_by, false)) as is_taken_too_soon,
        surplus.taken_on is not null and surplus.authorised_by is null as is_not_authorised,
        surplus.sent_on is null and surplus.state not in ('closed', 'withdrawn', 'passed_to_debt') and $to_day::date - surplus.proposed_on > days.value as is_not_told,
        surplus.taken_on is not null and surplus.still_to_come > 0 and surplus.debt_id is null and $to_day::date > surplus.debt_on as is_not_back
    from trackers.surplus
    join staging.policy as days
        on days.council = surplus.council and days.setting = 'surplus_act_days'
        and surplus.proposed_on between days.effective_from and days.effective_to
    where surplus.proposed_on <= $to_day::date
        and (surplus.state not in ('closed', 'withdrawn', 'passed_to_debt') or surplus.since >= $from_day::date)
)

select
    council,
    officer,
    agreement_id,
    'surplus' as kind,
    surplus_id as case_id,
    proposed_on as on_day,
    case
        when is_taken_too_soon or is_not_authorised or is_not_told or is_not_back then 'failed'
        when state in ('recovered', 'closed', 'withdrawn', 'passed_to_debt') then 'passed'
        else 'not_testable'
    end as result,
    words.pounds(coalesce(amount, surplus)) || ' taken up on ' || words.day(proposed_on)
        || coalesce(', told on ' || words.day(sent_on), '')
        || coalesce(', taken on ' || words.day(taken_on), '')
        || case when recovered > 0 then ', ' || words.pounds(recovered) || ' back by ' || words.day(recovered_on) || ' after ' || words.many(recovered_on - proposed_on, 'day') else '' end
        || case
            when is_taken_too_soon and sent_on is null then '. The person was not told first.'
            when is_taken_too_soon then '. The person could object until ' || words.day(object_by) || '.'
            when is_not_authorised then '. Nobody authorised it.'
            when is_not_told then '. The person was not told in ' || words.many($to_day::date - proposed_on, 'day') || '.'
            when is_not_back then '. ' || words.pounds(still_to_come) || ' has not come back.'
            when state = 'withdrawn' then '. It was left where it is.'
            when state = 'passed_to_debt' then '. It goes on as a debt.'
            when state in ('recovered', 'closed') then '.'
            else '. It is under way, and no clock has run out.'
        end as saw,
    case when is_taken_too_soon or is_not_authorised or is_not_told then coalesce(amount, surplus) when is_not_back then still_to_come end::decimal(18, 2) as amount
from case_of
