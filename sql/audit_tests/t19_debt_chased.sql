/*
number = 19
title = "Debts are chased and rightly written off"
question = "Has each debt moved on by the ladder, can it still be claimed, and did somebody who may write it off?"
case = "one row per debt that was open in the year"
source = "Care Act 2014 s69, Annex D; Limitation Act 1980; internal audit, Doncaster 2017/18"
not_held = ["What the corporate debt team did with debts that were referred to it."]
seen_by = "see_whole_audit"
*/
with debt as (
    select debt.*, held.stretches
    from trackers.debt_balance as debt
    left join staging.held on held.agreement_id = debt.agreement_id
    where debt.raised_on <= $to_day::date
        and (debt.stage not in ('settled', 'written_off', 'withdrawn') or debt.stage_since >= $from_day::date)
),

next_step as (
    select
        debt.debt_id,
        case debt.stage
            when 'raised' then 'the first letter'
            when 'letter_1' then 'the call'
            when 'phoned' then 'the reminder'
            when 'reminder' then 'the final letter'
            when 'final' then 'the referral or a plan'
        end as name,
        case
            when debt.stage = 'raised' then clock.counted(debt.raised_on, $to_day::date, debt.stretches)
            when debt.first_letter_on is not null then clock.counted(debt.first_letter_on, $to_day::date, debt.stretches) - case debt.stage
                when 'letter_1' then phone.value when 'phoned' then remind.value when 'reminder' then final.value when 'final' then refer.value
            end
        end - grace.value as days_over
    from debt
    left join staging.policy as grace
        on grace.council = debt.council and grace.setting = 'chaser_grace_days'
        and debt.raised_on between grace.effective_from and grace.effective_to
    left join staging.policy as phone
        on phone.council = debt.council and phone.setting = 'debt_phone_days'
        and debt.raised_on between phone.effective_from and phone.effective_to
    left join staging.policy as remind
        on remind.council = debt.council and remind.setting = 'debt_reminder_days'
        and debt.raised_on between remind.effective_from and remind.effective_to
    left join staging.policy as final
        on final.council = debt.council and final.setting = 'debt_final_days'
        and debt.raised_on between final.effective_from and final.effective_to
    left join staging.policy as refer
        on refer.council = debt.council and refer.setting = 'debt_referral_days'
        and debt.raised_on between refer.effective_from and refer.effective_to
),

decider as (
    select subject as proposal_id, max_by(role, seq) as role
    from activity.entry
    where action = 'write_off_approve'
    group by subject
),

written_off as (
    select
        proposal.debt_id,
        count(*) filter (where proposal.decided_by = proposal.proposed_by) as by_one,
        count(*) filter (where proposal.amount > case decider.role when 'senior_officer' then senior.value when 'team_leader' then leader.value else 0 end) as over_limit
    from trackers.debt_proposal as proposal
    left join decider on decider.proposal_id = proposal.proposal_id
    left join staging.policy as senior
        on senior.council = proposal.council and senior.setting = 'write_off_senior_officer'
        and proposal.proposed_on between senior.effective_from and senior.effective_to
    left join staging.policy as leader
        on leader.council = proposal.council and leader.setting = 'write_off_team_leader'
        and proposal.proposed_on between leader.effective_from and leader.effective_to
    where proposal.kind = 'write_off' and proposal.state = 'approved'
    group by proposal.debt_id
),

looked_at as (
    select
        debt.*,
        list_filter([
            case when next_step.days_over > 0 then next_step.name || ' is ' || words.many(next_step.days_over::integer, 'day') || ' overdue' end,
            case when debt.outstanding > 0 and $to_day::date > debts.last_claim_on(debt.due_from, years.value)
                then 'it could be claimed until ' || words.day(debts.last_claim_on(debt.due_from, years.value)) end,
            case when written_off.by_one > 0 then 'one person proposed and approved a write-off' end,
            case when written_off.over_limit > 0 then 'a write-off is over what its approver may decide' end
        ], lambda fault: fault is not null) as faults
    from debt
    left join next_step on next_step.debt_id = debt.debt_id
    left join written_off on written_off.debt_id = debt.debt_id
    left join staging.policy as years
        on years.council = debt.council and years.setting = 'limitation_years'
        and $to_day::date between years.effective_from and years.effective_to
)

select
    council,
    officer,
    agreement_id,
    'debt' as kind,
    debt_id as case_id,
    raised_on as on_day,
    case when len(faults) > 0 then 'failed' when len(faults) = 0 then 'passed' end as result,
    words.pounds(amount) || ' raised on ' || words.day(raised_on) || ', ' || words.pounds(outstanding) || ' is left'
        || case when written_off > 0 then ', ' || words.pounds(written_off) || ' written off' else '' end
        || case when len(faults) > 0 then ': ' || array_to_string(faults, ', ') || '.' else '.' end as saw,
    case when len(faults) > 0 then greatest(outstanding, written_off) end::decimal(18, 2) as amount
from looked_at
