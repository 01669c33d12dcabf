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
    union all
    select 'step of a case', kind || ' ' || case_id || ' ' || step_number, decided_by from decisions.step
    union all
    select 'move of a case', move_id, decided_by from decisions.case_move
    union all
    select 'hold', hold_id, decided_by from decisions.hold
    union all
    select 'end of a hold', hold_id, decided_by from decisions.hold_ended
    union all
    select 'surplus', surplus_id, decided_by from decisions.surplus
    union all
    select 'amended term', amendment_id, decided_by from decisions.surplus_amendment
    union all
    select 'money that came back', receipt_id, decided_by from decisions.surplus_receipt
    union all
    select 'debt', debt_id, decided_by from decisions.debt
    union all
    select 'entry of a debt', entry_id, decided_by from decisions.debt_entry
    union all
    select 'repayment plan', plan_id, decided_by from decisions.repayment_plan
    union all
    select 'question about spending', misspend_id, decided_by from decisions.misspend
    union all
    select 'monitoring tier', tier_id, decided_by from decisions.monitoring_tier
    union all
    select 'document', document_id, decided_by from decisions.document
    union all
    select 'withdrawal of a document', document_id, decided_by from decisions.document_withdrawn
    union all
    select 'letter', letter_id, decided_by from decisions.letter
    union all
    select 'sending of a letter', letter_id, decided_by from decisions.letter_sent
    union all
    select 'entry', entry_id, decided_by from decisions.entry
    union all
    select 'withdrawn entry', entry_id, decided_by from decisions.entry_withdrawn
    union all
    select 'task done', entry_id, decided_by from decisions.task_done
)

select
    decision.id as subject_id,
    'Nobody stands for the ' || decision.what || ' ' || decision.id || '.' as message
from decision
where coalesce(trim(decision.decided_by), '') = ''
