/*
title = "Every decision says who made it"
*/
with decision as (
    select 'setting' as what, council || ' ' || setting || ' ' || effective_from as id, decided_by from decisions.policy
    union all
    select 'withdrawal of a statement', statement_id, decided_by from decisions.statement_withdrawn
    union all
    select 'decision on a payee', decision_id, decided_by from decisions.payee
    union all
    select 'payee taken back', decision_id, decided_by from decisions.payee_withdrawn
    union all
    select 'verdict', verdict_id, decided_by from decisions.verdict
    union all
    select 'verdict taken back', verdict_id, decided_by from decisions.verdict_undone
    union all
    select 'acceptance', acceptance_id, decided_by from decisions.acceptance
    union all
    select 'review', review_id, completed_by from decisions.review
    union all
    select 'item owed', item_id, decided_by from decisions.outstanding_item
    union all
    select 'item taken back', item_id, decided_by from decisions.outstanding_item_withdrawn
    union all
    select 'reopening', review_id, decided_by from decisions.review_reopened
    union all
    select 'proposed pause', suspension_id, decided_by from decisions.suspension
    union all
    select 'box of a gate', suspension_id || ' ' || box, decided_by from decisions.suspension_box
    union all
    select 'recommendation', recommendation_id, decided_by from decisions.recommendation
)

select
    decision.id as subject_id,
    'Nobody stands for the ' || decision.what || ' ' || decision.id || '.' as message
from decision
where coalesce(trim(decision.decided_by), '') = ''
