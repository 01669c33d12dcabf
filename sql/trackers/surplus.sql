/*
summary = "Each surplus somebody took up: its figures (live until the person was told, then as they were told), its state, its letter, its clock and what came back."
grain = "one row per surplus"
kept = "view"
seen_by = "see_case"
*/
with notice as (
    -- The letter that went out; of several, the newest.
    select
        letter.case_id,
        max_by(letter.letter_id, order_key) as letter_id,
        max_by(letter.reference, order_key) as reference,
        max_by(letter.amount, order_key) as amount,
        max_by(letter.takes_effect_on, order_key) as takes_effect_on,
        max_by(sent.sent_on, order_key) as sent_on,
        max_by(coalesce(letter.facts ->> '$.is_adjusted' = 'true', false), order_key) as is_adjusted,
        max_by(coalesce((letter.facts ->> '$.cycles')::integer, 0), order_key) as cycles
    from (select *, {'at': decided_at, 'id': letter_id} as order_key from decisions.letter where kind = 'surplus' and template = 'surplus_notice') as letter
    join decisions.letter_sent as sent using (letter_id)
    group by letter.case_id
),

state as (
    select
        *,
        steps['calculate'].by as proposed_by,
        steps['calculate'].on_day as proposed_on,
        steps['check'].by as checked_by,
        steps['authorise'].by as authorised_by,
        steps['authorise'].on_day as authorised_on,
        steps['notify'].on_day as notified_on,
        coalesce(steps['take_by_card'], steps['net_off'], steps['invoice']) as taken,
        steps['tell_practitioner'].on_day as practitioner_told_on,
        steps['object'].reason as objection,
        coalesce(steps['accept_objection'], steps['reject_objection']).on_day as answered_on,
        case
            when steps['accept_objection'] is not null then 'accepted'
            when steps['reject_objection'] is not null then 'rejected'
        end as answer
    from trackers.case_state
    where kind = 'surplus'
),

-- What was invoiced and not repaid may go on as a debt.
owed as (
    select debt.source::json ->> 'surplus_id' as surplus_id, max(debt.debt_id) as debt_id
    from decisions.debt
    anti join decisions.step
        on step.kind = 'debt' and step.case_id = debt.debt_id and step.state = 'withdrawn'
    group by all
),

came as (
    select surplus_id, sum(amount)::decimal(18, 2) as amount, max(on_day) as on_day
    from decisions.surplus_receipt
    group by surplus_id
)

select
    surplus.surplus_id,
    surplus.surplus_id as case_id,
    surplus.agreement_id,
    surplus.account_id,
    surplus.council,
    agreement.officer,
    agreement.person_id,
    agreement.forename,
    agreement.surname,
    concat_ws('. ', nullif(left(agreement.forename, 1), ''), agreement.surname) as who,
    agreement.account_type,
    surplus.reason_code,
    surplus.note,
    state.proposed_by,
    state.proposed_on,
    state.state,
    state.step_number,
    state.since,
    coalesce(frozen.as_at, live.basis_on) as as_at,
    coalesce(frozen.available_balance, live.available_balance) as available_balance,
    coalesce(frozen.committed, live.committed) as committed,
    coalesce(frozen.retained, live.retained) as retained,
    coalesce(frozen.surplus, live.surplus) as surplus,
    coalesce(frozen.council_share, live.council_share) as council_share,
    coalesce(frozen.person_share, live.person_share) as person_share,
    coalesce(frozen.health_share, live.health_share) as health_share,
    coalesce(frozen.arrears_netted, live.arrears_netted) as arrears_netted,
    coalesce(frozen.safe_to_recoup, live.safe_to_recoup) as safe_to_recoup,
    live.safe_to_recoup as safe_now,
    live.basis_on as balance_of,
    live.lowest_on,
    live.lowest_balance,
    live.floor,
    frozen.surplus_id is not null as is_frozen,
    notice.letter_id,
    notice.reference,
    notice.amount,
    notice.sent_on,
    state.notified_on,
    notice.takes_effect_on,
    coalesce(notice.cycles, 0) as cycles,
    coalesce(notice.is_adjusted, false) as is_adjusted,
    -- No day counts while a hold lasts.
    clock.after(notice.sent_on, days.value, held.stretches) as object_by,
    state.objection,
    state.answered_on,
    state.answer,
    state.practitioner_told_on,
    state.checked_by,
    state.authorised_by,
    state.authorised_on,
    state.taken.by as taken_by,
    state.taken.on_day as taken_on,
    owed.debt_id,
    coalesce(came.amount, 0)::decimal(18, 2) as recovered,
    came.on_day as recovered_on,
    (coalesce(notice.amount, 0) - coalesce(came.amount, 0))::decimal(18, 2) as still_to_come,
    check_over.value as check_over,
    balance_days.value::integer as balance_days,
    cycles_most.value::integer as cycles_most,
    state.taken.on_day + reminder.value::integer as reminder_on,
    state.taken.on_day + debt.value::integer as debt_on
from decisions.surplus
join staging.agreement using (agreement_id)
join state on state.case_id = surplus.surplus_id
left join reconciliation.surplus as live on live.agreement_id = surplus.agreement_id
left join decisions.surplus_figure as frozen on frozen.surplus_id = surplus.surplus_id
left join notice on notice.case_id = surplus.surplus_id
left join came on came.surplus_id = surplus.surplus_id
left join owed on owed.surplus_id = surplus.surplus_id
join staging.policy as check_over
    on check_over.council = surplus.council and check_over.setting = 'surplus_check_over'
    and state.proposed_on between check_over.effective_from and check_over.effective_to
join staging.policy as balance_days
    on balance_days.council = surplus.council and balance_days.setting = 'surplus_balance_days'
    and state.proposed_on between balance_days.effective_from and balance_days.effective_to
join staging.policy as cycles_most
    on cycles_most.council = surplus.council and cycles_most.setting = 'net_cycles_most'
    and state.proposed_on between cycles_most.effective_from and cycles_most.effective_to
join staging.policy as reminder
    on reminder.council = surplus.council and reminder.setting = 'surplus_reminder_days'
    and state.proposed_on between reminder.effective_from and reminder.effective_to
join staging.policy as debt
    on debt.council = surplus.council and debt.setting = 'surplus_debt_days'
    and state.proposed_on between debt.effective_from and debt.effective_to
left join staging.policy as days
    on days.council = surplus.council and days.setting = case when notice.is_adjusted then 'objection_days_adjusted' else 'objection_days' end
    and notice.sent_on between days.effective_from and days.effective_to
left join staging.held on held.agreement_id = surplus.agreement_id
