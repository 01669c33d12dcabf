/*
summary = "Where each repayment plan stands, whether it is long enough to need somebody's approval, and what was missed."
grain = "one row per plan"
kept = "view"
seen_by = "see_case"
*/
with instalment as (
    select
        plan_id,
        max(due_on) as last_on,
        max(due_by_then) as total,
        min(asked_on) filter (where paid < amount) as next_on,
        count(*) filter (where paid < amount and asked_on < $as_at and state = 'agreed') as missed,
        coalesce(sum(amount - paid) filter (where asked_on < $as_at and state = 'agreed'), 0)::decimal(18, 2) as missed_amount
    from trackers.instalment_due
    group by plan_id
)

select
    plan.plan_id,
    plan.debt_id,
    plan.agreement_id,
    plan.council,
    debt.officer,
    plan.first_on,
    instalment.last_on,
    instalment.next_on,
    plan.decided_at as proposed_at,
    stage.state,
    stage.step_number,
    stage.steps['propose'].on_day as proposed_on,
    stage.steps['propose'].reason as reason,
    plan.every,
    plan.affordability,
    plan.decided_by as proposed_by,
    stage.steps['approve'].by as approved_by,
    plan.instalments,
    instalment.missed::integer as missed,
    plan.instalment,
    instalment.total,
    debt.outstanding,
    instalment.missed_amount,
    instalment.last_on > (plan.first_on + to_months(long.value::integer))::date as is_long,
    instalment.last_on > (plan.first_on + to_months(longest.value::integer))::date as is_longest,
    (
        select list({'letter_id': letter.letter_id, 'template': letter.template, 'addressee': letter.addressee, 'sent_on': sent.sent_on, 'amount': letter.amount})
        from decisions.letter
        join decisions.letter_sent as sent using (letter_id)
        where letter.kind = 'plan' and letter.case_id = plan.plan_id
    ) as letters
from decisions.repayment_plan as plan
join trackers.debt_balance as debt using (debt_id)
join trackers.case_state as stage
    on stage.kind = 'plan'
    and stage.case_id = plan.plan_id
join instalment using (plan_id)
join staging.policy as long
    on long.council = plan.council and long.setting = 'plan_months'
    and $as_at between long.effective_from and long.effective_to
join staging.policy as longest
    on longest.council = plan.council and longest.setting = 'plan_months_most'
    and $as_at between longest.effective_from and longest.effective_to
