/*
summary = "Each debt on a day: its stage, its clock without held days, its age, what falls due next and what stands in the way."
grain = "one row per debt"
kept = "view"
seen_by = "see_case"
*/
with setting as (
    select
        council,
        max(value) filter (where setting = 'debt_phone_days') as phone_days,
        max(value) filter (where setting = 'debt_reminder_days') as reminder_days,
        max(value) filter (where setting = 'debt_final_days') as final_days,
        max(value) filter (where setting = 'debt_referral_days') as referral_days,
        max(value) filter (where setting = 'debt_letter_days') as letter_days,
        max(value) filter (where setting = 'limitation_years') as limitation_years,
        max(value) filter (where setting = 'limitation_warning_days') as warning_days,
        max(value) filter (where setting = 'uneconomic_under') as uneconomic_under,
        max(value) filter (where setting = 'plan_least_weekly') as plan_least_weekly
    from staging.policy
    where $as_at between effective_from and effective_to
    group by council
),

held as (
    select
        agreement_id,
        arg_min(kind, from_date) as hold,
        min(from_date) as held_since,
        max(coalesce(to_date, date '9999-12-31')) as held_to
    from staging.pause
    where $as_at between from_date and coalesce(to_date, date '9999-12-31')
    group by agreement_id
),

clock as (
    select
        debt.debt_id,
        clock.counted(debt.first_letter_on, $as_at::date, held.stretches) as days,
        clock.after(debt.first_letter_on, setting.phone_days, held.stretches) as phone_on,
        clock.after(debt.first_letter_on, setting.reminder_days, held.stretches) as reminder_on,
        clock.after(debt.first_letter_on, setting.final_days, held.stretches) as final_on,
        clock.after(debt.first_letter_on, setting.referral_days, held.stretches) as referral_on
    from trackers.debt_balance as debt
    join setting using (council)
    left join staging.held using (agreement_id)
    -- The clock of a debt that is over stands still.
    where debt.outstanding > 0 and debt.first_letter_on is not null
),

letter as (
    select
        letter.case_id as debt_id,
        list({
            'letter_id': letter.letter_id, 'template': letter.template, 'addressee': letter.addressee, 'sent_on': sent.sent_on, 'amount': letter.amount,
            'is_used': used.letter_id is not null,
            -- Where the caseload knows the address, the letter's is held against it (Ombudsman, Lancashire 21 007 290).
            'is_astray': case letter.addressee
                when 'person' then letter.address is distinct from home.address
                when 'recipient' then letter.address is distinct from coalesce(agreement.recipient_address, home.address)
                else false
            end
        } order by letter.decided_at) as letters
    from decisions.letter
    join decisions.letter_sent as sent using (letter_id)
    join staging.agreement on agreement.agreement_id = letter.agreement_id
    left join (
        select person_id, concat_ws(chr(10), nullif(address, ''), nullif(postcode, '')) as address
        from staging.person
    ) as home using (person_id)
    left join (select distinct letter_id from decisions.step where letter_id is not null) as used using (letter_id)
    where letter.kind = 'debt'
    group by letter.case_id
),

-- Of a contribution each cycle falls due by itself; of another debt all at once.
barred as (
    select line.debt_id, greatest(0, sum(line.amount))::decimal(18, 2) as amount
    from trackers.debt_line as line
    join setting using (council)
    where line.kind = 'contribution' and $as_at > debts.last_claim_on(line.on_day, setting.limitation_years)
    group by line.debt_id
),

plan as (
    select
        debt_id,
        any_value(plan_id) as plan_id,
        min(asked_on) filter (where paid < amount) as next_on,
        count(*) filter (where paid < amount and asked_on < $as_at) as missed,
        coalesce(sum(amount - paid) filter (where asked_on < $as_at), 0)::decimal(18, 2) as missed_amount
    from trackers.instalment_due
    where state = 'agreed'
    group by debt_id
),

waiting as (
    select debt_id, count(*) as proposals
    from trackers.debt_proposal
    where state = 'proposed'
    group by debt_id
)

select
    debt.debt_id,
    debt.debt_id as case_id,
    debt.agreement_id,
    debt.account_id,
    agreement.person_id,
    debt.council,
    debt.officer,
    debt.due_from,
    debt.raised_on,
    debt.first_letter_on,
    debt.stage_since,
    debt.known_to,
    next.due_on,
    debts.last_claim_on(debt.due_from, setting.limitation_years) as last_claim_on,
    held.held_since,
    held.held_to,
    agreement.date_of_death,
    agreement.forename,
    agreement.surname,
    agreement.legal_basis,
    debt.kind,
    debt.invoice_number,
    debt.reason,
    debt.stage,
    debt.stage as state,
    debt.step_number,
    debt.done,
    next.step as next_step,
    debts.band(debt.due_from, $as_at::date, debts.last_claim_on(debt.due_from, setting.limitation_years), setting.warning_days) as band,
    held.hold,
    plan.plan_id,
    coalesce(letter.letters, []) as letters,
    debt.decided_by,
    coalesce(clock.days, 0)::integer as days,
    ($as_at::date - debt.due_from)::integer as age_days,
    ($as_at::date - next.due_on)::integer as days_late,
    coalesce(plan.missed, 0)::integer as missed,
    coalesce(waiting.proposals, 0)::integer as proposals,
    setting.phone_days::integer as phone_days,
    setting.reminder_days::integer as reminder_days,
    setting.final_days::integer as final_days,
    setting.referral_days::integer as referral_days,
    setting.letter_days::integer as letter_days,
    setting.uneconomic_under,
    setting.plan_least_weekly,
    debt.amount,
    debt.paid,
    debt.taken_off,
    debt.written_off,
    debt.outstanding as left_to_pay,
    debt.proposed,
    coalesce(plan.missed_amount, 0)::decimal(18, 2) as missed_amount,
    case
        when debt.kind = 'contribution' then least(coalesce(barred.amount, 0), debt.outstanding)
        when $as_at > debts.last_claim_on(debt.due_from, setting.limitation_years) then debt.outstanding
        else 0
    end::decimal(18, 2) as barred,
    debt.is_own_fault,
    debt.stage in ('settled', 'written_off', 'withdrawn') as is_closed
from trackers.debt_balance as debt
join staging.agreement using (agreement_id)
join setting on setting.council = debt.council
left join held on held.agreement_id = debt.agreement_id
left join clock on clock.debt_id = debt.debt_id
left join letter on letter.debt_id = debt.debt_id
left join barred on barred.debt_id = debt.debt_id
left join plan on plan.debt_id = debt.debt_id
left join waiting on waiting.debt_id = debt.debt_id
cross join lateral (
    select
        ladder.step,
        case ladder.step
            when 'approve' then debt.stage_since
            when 'letter_1' then debt.stage_since
            when 'phone' then clock.phone_on
            when 'remind' then clock.reminder_on
            when 'final' then clock.final_on
            when 'refer' then clock.referral_on
            when 'pay' then plan.next_on
        end as due_on
    from (
        select case
            when debt.stage = 'proposed' then 'approve'
            when debt.stage = 'in_plan' then 'pay'
            when debt.stage in ('referred', 'settled', 'written_off', 'withdrawn') then null
            when not list_contains(debt.done, 'letter_1') then 'letter_1'
            when not list_contains(debt.done, 'phone') then 'phone'
            when not list_contains(debt.done, 'remind') then 'remind'
            when not list_contains(debt.done, 'final') then 'final'
            when list_contains(debt.done, 'final') then 'refer'
        end as step
    ) as ladder
) as next
