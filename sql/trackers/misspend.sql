/*
summary = "Where each question of misspent money stands on a day: what was asked, how long ago without held days, and what was decided."
grain = "one row per misspend"
kept = "view"
seen_by = "see_case"
*/
with held as (
    select agreement_id, arg_min(kind, from_date) as hold, min(from_date) as held_since
    from staging.pause
    where $as_at between from_date and coalesce(to_date, date '9999-12-31')
    group by agreement_id
),

asked as (
    select case_id, agreement_id, max(on_day) as asked_on
    from decisions.step
    where kind = 'misspend' and step = 'ask'
    group by case_id, agreement_id
),

clock as (
    select
        asked.case_id,
        clock.counted(asked.asked_on, $as_at::date, held.stretches) as days,
        clock.after(asked.asked_on, evidence.value, held.stretches) as evidence_on
    from asked
    join staging.agreement using (agreement_id)
    join staging.policy as evidence
        on evidence.council = agreement.council and evidence.setting = 'evidence_days'
        and $as_at between evidence.effective_from and evidence.effective_to
    left join staging.held
        on held.agreement_id = asked.agreement_id
),

line as (
    select
        misspend_id,
        count(*) as lines,
        sum(amount)::decimal(18, 2) as amount,
        (sum(amount) filter (where is_decided))::decimal(18, 2) as decided_amount,
        list(finding_id) filter (where status = 'upheld') as upheld,
        list(distinct upheld_by) filter (where upheld_by is not null) as upheld_by,
        min(occurred_on) as first_on,
        min(first_seen_on) as first_seen_on
    from trackers.misspend_line
    group by misspend_id
),

letter as (
    select letter.case_id, list({'letter_id': letter.letter_id, 'template': letter.template, 'addressee': letter.addressee, 'sent_on': sent.sent_on}) as letters
    from decisions.letter
    join decisions.letter_sent as sent using (letter_id)
    where letter.kind = 'misspend'
    group by letter.case_id
)

select
    misspend.misspend_id,
    misspend.misspend_id as case_id,
    misspend.agreement_id,
    misspend.account_id,
    agreement.person_id,
    misspend.council,
    agreement.officer,
    line.first_on,
    line.first_seen_on,
    asked.asked_on,
    clock.evidence_on,
    stage.since,
    held.held_since,
    agreement.forename,
    agreement.surname,
    misspend.reason,
    stage.state,
    stage.step_number,
    held.hold,
    misspend.decided_by as opened_by,
    line.upheld,
    line.upheld_by,
    stage.steps['decide'].by as decided_by,
    stage.steps['decide'].on_day as decided_on,
    stage.steps['decide'].reason as decided_because,
    coalesce(letter.letters, []) as letters,
    line.lines::integer as lines,
    coalesce(clock.days, 0)::integer as days,
    -- How long it took to ask the person after the first payment (Ombudsman, Dorset 24 017 716).
    (coalesce(asked.asked_on, $as_at::date) - line.first_on)::integer as delay_days,
    evidence.value::integer as evidence_days,
    long.value::integer as long_delay_days,
    line.amount,
    line.decided_amount
from decisions.misspend
join staging.agreement using (agreement_id)
join trackers.case_state as stage
    on stage.kind = 'misspend'
    and stage.case_id = misspend.misspend_id
join line using (misspend_id)
join staging.policy as evidence
    on evidence.council = misspend.council and evidence.setting = 'evidence_days'
    and $as_at between evidence.effective_from and evidence.effective_to
join staging.policy as long
    on long.council = misspend.council and long.setting = 'misspend_delay_days'
    and $as_at between long.effective_from and long.effective_to
left join held on held.agreement_id = misspend.agreement_id
left join asked on asked.case_id = misspend.misspend_id
left join clock on clock.case_id = misspend.misspend_id
left join letter on letter.case_id = misspend.misspend_id
