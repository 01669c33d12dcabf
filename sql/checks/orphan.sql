/*
title = "Nothing points at something that is not there"
*/
with pointed as (
    select distinct 'Lines' as what, statement_id as id, 'statement' as at from raw.statement_line anti join raw.statement using (statement_id)
    union all
    select distinct 'Statements', file_sha256, 'file' from raw.statement anti join raw.file using (file_sha256)
    union all
    select distinct 'Kept-out lines', file_sha256, 'file' from raw.other_line anti join raw.file using (file_sha256)
    union all
    select distinct 'Statements', account_id, 'account' from raw.statement anti join staging.account using (account_id)
    union all
    select distinct 'Accounts', agreement_id, 'agreement' from raw.account anti join raw.agreement using (agreement_id)
    union all
    select distinct 'Agreements', person_id, 'person' from raw.agreement anti join raw.person using (person_id)
    union all
    select distinct 'Rates', agreement_id, 'agreement' from raw.rate anti join raw.agreement using (agreement_id)
    union all
    select distinct 'Plan lines', agreement_id, 'agreement' from raw.plan_line anti join raw.agreement using (agreement_id)
    union all
    select distinct 'Payments', agreement_id, 'agreement' from raw.payment anti join raw.agreement using (agreement_id)
    union all
    select distinct 'Payees', agreement_id, 'agreement' from raw.payee anti join raw.agreement using (agreement_id)
    union all
    select distinct 'Statutory reviews', agreement_id, 'agreement' from raw.statutory_review anti join raw.agreement using (agreement_id)
    union all
    select distinct 'Absences', person_id, 'person' from raw.absence anti join raw.person using (person_id)
    union all
    select distinct 'Findings', account_id, 'account' from findings.sighting anti join staging.account using (account_id)
    union all
    select distinct 'Findings', run_id, 'run' from findings.sighting anti join findings.run using (run_id)
    union all
    select distinct 'Verdicts', account_id, 'account' from decisions.verdict anti join staging.account using (account_id)
    union all
    select distinct 'Acceptances', account_id, 'account' from decisions.acceptance anti join staging.account using (account_id)
    union all
    select distinct 'Reviews', account_id, 'account' from decisions.review anti join staging.account using (account_id)
    union all
    select distinct 'Withdrawals', statement_id, 'statement' from decisions.statement_withdrawn anti join raw.statement using (statement_id)
    union all
    select distinct 'Verdicts taken back', verdict_id, 'verdict' from decisions.verdict_undone anti join decisions.verdict using (verdict_id)
    union all
    select distinct 'Payees taken back', decision_id, 'payee decision' from decisions.payee_withdrawn anti join decisions.payee using (decision_id)
    union all
    select distinct 'Items owed', account_id, 'account' from decisions.outstanding_item anti join staging.account using (account_id)
    union all
    select distinct 'Items taken back', item_id, 'item' from decisions.outstanding_item_withdrawn anti join decisions.outstanding_item using (item_id)
    union all
    select distinct 'Reviewed lines', review_id, 'review' from decisions.reviewed_line anti join decisions.review using (review_id)
    union all
    select distinct 'Reopenings', review_id, 'review' from decisions.review_reopened anti join decisions.review using (review_id)
    union all
    select distinct 'Pauses', agreement_id, 'agreement' from decisions.suspension anti join raw.agreement using (agreement_id)
    union all
    select distinct 'Boxes of a gate', suspension_id, 'suspension' from decisions.suspension_box anti join decisions.suspension using (suspension_id)
    union all
    select distinct 'Recommendations', agreement_id, 'agreement' from decisions.recommendation anti join raw.agreement using (agreement_id)
    union all
    select distinct 'Steps', agreement_id, 'agreement' from decisions.step anti join raw.agreement using (agreement_id)
    union all
    select distinct 'Holds', agreement_id, 'agreement' from decisions.hold anti join raw.agreement using (agreement_id)
    union all
    select distinct 'Ends of holds', hold_id, 'hold' from decisions.hold_ended anti join decisions.hold using (hold_id)
    union all
    select distinct 'Surpluses', agreement_id, 'agreement' from decisions.surplus anti join raw.agreement using (agreement_id)
    union all
    select distinct 'Amended terms', agreement_id, 'agreement' from decisions.surplus_amendment anti join raw.agreement using (agreement_id)
    union all
    select distinct 'Figures of a surplus', surplus_id, 'surplus' from decisions.surplus_figure anti join decisions.surplus using (surplus_id)
    union all
    select distinct 'Receipts', surplus_id, 'surplus' from decisions.surplus_receipt anti join decisions.surplus using (surplus_id)
    union all
    select distinct 'Debts', agreement_id, 'agreement' from decisions.debt anti join raw.agreement using (agreement_id)
    union all
    select distinct 'Entries of a debt', debt_id, 'debt' from decisions.debt_entry anti join decisions.debt using (debt_id)
    union all
    select distinct 'Repayment plans', debt_id, 'debt' from decisions.repayment_plan anti join decisions.debt using (debt_id)
    union all
    select distinct 'Lines of a question', misspend_id, 'misspend' from decisions.misspend_line anti join decisions.misspend using (misspend_id)
    union all
    select distinct 'Monitoring tiers', agreement_id, 'agreement' from decisions.monitoring_tier anti join raw.agreement using (agreement_id)
    union all
    select distinct 'Moves of cases', agreement_id, 'agreement' from decisions.case_move anti join raw.agreement using (agreement_id)
    union all
    select distinct 'Documents', agreement_id, 'agreement' from decisions.document anti join raw.agreement using (agreement_id)
    union all
    select distinct 'Withdrawn documents', document_id, 'document' from decisions.document_withdrawn anti join decisions.document using (document_id)
    union all
    select distinct 'Letters', agreement_id, 'agreement' from decisions.letter anti join raw.agreement using (agreement_id)
    union all
    select distinct 'Letters sent', letter_id, 'letter' from decisions.letter_sent anti join decisions.letter using (letter_id)
    union all
    select distinct 'Notes and tasks', agreement_id, 'agreement' from decisions.entry anti join raw.agreement using (agreement_id)
    union all
    select distinct 'Corrections', corrects, 'entry' from decisions.entry anti join decisions.entry as first on first.entry_id = entry.corrects where entry.corrects is not null
    union all
    select distinct 'Withdrawn entries', entry_id, 'entry' from decisions.entry_withdrawn anti join decisions.entry using (entry_id)
    union all
    select distinct 'Tasks done', entry_id, 'task' from decisions.task_done anti join decisions.entry using (entry_id)
)

select
    pointed.id as subject_id,
    pointed.what || ' point at the ' || pointed.at || ' ' || pointed.id || ', which is not there.' as message
from pointed
