/*
summary = "Where each return stands: asked for, due, chased, received, worked; what is due next, by whom and on which day, and what holds it up."
grain = "one row per return that is followed"
kept = "view"
seen_by = "see_case"
*/
with pause as (
    select agreement_id, arg_min({'kind': kind, 'from_date': from_date}, from_date) as first
    from staging.pause
    where $as_at::date between from_date and coalesce(to_date, date '9999-12-31')
    group by agreement_id
),

stretch as (
    select *
    from staging.held_stretch
    where $as_at::date between from_date and coalesce(to_date, date '9999-12-31')
),

-- Health pays with the council, or alone.
health as (
    select agreement_id
    from staging.rate
    where health_weekly > 0 and $as_at::date between from_date and to_date
),

state as (
    select case_id, state, step_number, since
    from trackers.case_state
    where kind = 'return'
),

rung as (
    select
        clock.*,
        case
            when clock.completed_on is not null or clock.received_on is not null or clock.decided_on is not null then null
            when clock.requested_on is null then 'request'
            when clock.chased_1_on is null then 'chase_1'
            when clock.chased_2_on is null then 'chase_2'
            when clock.final_sent_on is null then 'final'
            when clock.final_sent_on is not null then 'decide'
        end as rung
    from reconciliation.return_clock as clock
),

next_rung as (
    select
        *,
        case rung when 'request' then asked_on when 'chase_1' then chaser_1_on when 'chase_2' then chaser_2_on when 'final' then final_on when 'decide' then decision_on end as rung_on,
        case rung when 'request' then 'return_request' when 'chase_1' then 'return_chaser_1' when 'chase_2' then 'return_chaser_2' when 'final' then 'return_final' end as template
    from rung
),

case_next as (
    select
        *,
        -- The second chaser promises that the practitioner is told.
        case
            when completed_on is not null then null
            when received_on is not null then 'work'
            when chased_2_on is not null and escalated_on is null and decided_on is null then 'escalate'
            else rung
        end as next_step,
        case
            when completed_on is not null then null
            when received_on is not null then work_by
            when chased_2_on is not null and escalated_on is null and decided_on is null then chased_2_on
            else rung_on
        end as next_on,
        least(coalesce(received_on, $as_at::date), $as_at::date) as late_until
    from next_rung
),

letter as (
    select
        case_id as return_id,
        template,
        list({'letter_id': letter_id, 'reference': reference, 'written_on': written_on, 'sent_on': sent_on} order by sent_on is not null desc, written_on desc, letter_id desc) as written
    from trackers.letter
    where kind = 'return' and state <> 'set_aside'
    group by case_id, template
),

-- The letter that the next rung needs; one of an earlier round, or that went out before its day, is not it.
with_letter as (
    select
        due.*,
        list_filter(
            letter.written,
            lambda one: one.written_on >= coalesce(due.requested_on, one.written_on) and coalesce(one.sent_on >= due.rung_on, true)
        )[1] as newest
    from case_next as due
    left join letter using (return_id, template)
)

select
    due.return_id,
    due.return_id as case_id,
    due.agreement_id,
    due.council,
    due.officer,
    agreement.person_id,
    agreement.forename,
    agreement.surname,
    concat_ws('. ', nullif(left(agreement.forename, 1), ''), agreement.surname) as who,
    agreement.account_type,
    coalesce(agreement.employs_pa, false) as employs_pa,
    agreement.date_of_death,
    due.kind,
    due.period_from,
    due.period_to,
    due.asked_on,
    due.requested_on,
    due.due_on,
    due.chaser_1_on,
    due.chaser_2_on,
    due.final_on,
    due.decision_on,
    due.chased_1_on,
    due.chased_2_on,
    due.final_sent_on,
    due.decided_on,
    due.escalated_on,
    due.received_on,
    due.completed_on,
    due.work_by,
    due.is_covered,
    state.state,
    state.step_number,
    state.since,
    due.chaser_stage,
    -- How far the ladder should be today.
    case
        when due.received_on is not null or due.asked_on > $as_at::date then null
        when due.decision_on <= $as_at::date then 'decision'
        when due.final_on <= $as_at::date then 'final'
        when due.chaser_2_on <= $as_at::date then 'chaser_2'
        when due.chaser_1_on <= $as_at::date then 'chaser_1'
        when due.asked_on <= $as_at::date then 'request'
    end as chaser_stage_due,
    -- Nobody is late for what was not asked.
    case when due.requested_on is not null then clock.counted(due.due_on, due.late_until, due.held) end as days_late,
    case when due.received_on <= $as_at::date and due.completed_on is null then $as_at::date - due.received_on end as days_not_worked,
    case
        when due.completed_on is not null or due.received_on > $as_at::date or due.received_on is null then null
        when $as_at::date - due.received_on <= 28 then 'days_0_28'
        when $as_at::date - due.received_on <= 56 then 'days_29_56'
        when $as_at::date - due.received_on <= 90 then 'days_57_90'
        when $as_at::date - due.received_on > 90 then 'days_over_90'
    end as age_band,
    due.rung,
    due.rung_on,
    due.next_step,
    due.next_on,
    $as_at::date - due.next_on as next_late,
    -- Whether somebody has something to do: a step whose day has come, or papers that came and were not worked.
    coalesce(due.next_step is not null and due.next_on <= $as_at::date, false) or coalesce(due.completed_on is null and due.received_on <= $as_at::date, false) as is_due,
    -- A decision is another person's.
    case when due.next_step = 'decide' then 'team_leader' when due.next_step is not null then due.officer end as owner,
    due.template,
    due.newest.letter_id,
    due.newest.reference,
    due.newest.written_on,
    due.newest.sent_on,
    pause.first.kind as held_kind,
    pause.first.from_date as held_from,
    stretch.to_date as held_to,
    case when agreement.legal_basis = 'phb' or health.agreement_id is not null then 'health' else 'practitioner' end as escalate_to,
    person.practitioner,
    person.practitioner_team,
    tier.tier,
    case
        when due.completed_on is not null then 'worked'
        when due.received_on is not null then 'received'
        when due.decided_on is not null then 'decided'
        when stretch.from_date is not null then 'held'
        when due.asked_on > $as_at::date or due.asked_on is null then 'to_come'
        when due.requested_on is null then 'to_request'
        when due.due_on < $as_at::date then 'late'
        when due.due_on >= $as_at::date or due.due_on is null then 'requested'
    end as stands
from with_letter as due
join staging.agreement using (agreement_id)
left join staging.person on person.person_id = agreement.person_id
left join state on state.case_id = due.return_id
left join pause on pause.agreement_id = due.agreement_id
left join stretch on stretch.agreement_id = due.agreement_id
left join health on health.agreement_id = due.agreement_id
left join staging.monitoring_tier as tier
    on tier.agreement_id = due.agreement_id
    and $as_at::date between tier.from_date and tier.to_date
