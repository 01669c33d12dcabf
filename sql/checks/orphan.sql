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
)

select
    pointed.id as subject_id,
    pointed.what || ' point at the ' || pointed.at || ' ' || pointed.id || ', which is not there.' as message
from pointed
