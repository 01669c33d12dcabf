/*
summary = "Questions of misspent money: when they began, how and when they ended, what was asked about and what is to be paid back."
grain = "one row per misspend"
kept = "view"
seen_by = "see_case"
*/
select
    misspend.misspend_id,
    misspend.agreement_id,
    misspend.council,
    agreement.officer,
    stage.steps['open'].on_day as opened_on,
    stage.steps['ask'].on_day as asked_on,
    coalesce(stage.steps['decide'], stage.steps['drop']).on_day as closed_on,
    stage.state,
    case
        when stage.steps['decide'] is not null then 'upheld'
        when stage.steps['drop'] is not null then 'dropped'
    end as outcome,
    coalesce(stage.steps['decide'], stage.steps['drop']).by as closed_by,
    line.amount,
    line.decided_amount
from decisions.misspend
join staging.agreement using (agreement_id)
join trackers.case_state as stage
    on stage.kind = 'misspend'
    and stage.case_id = misspend.misspend_id
left join (
    select misspend_id, sum(amount)::decimal(18, 2) as amount, (sum(amount) filter (where is_decided))::decimal(18, 2) as decided_amount
    from trackers.misspend_line
    group by misspend_id
) as line using (misspend_id)
