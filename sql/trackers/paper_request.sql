/*
summary = "Papers that a person was asked for: the statements of a return, evidence of a payment in a review, and of payments that may be misspent. A reminder is no new request."
grain = "one row per request"
kept = "view"
seen_by = "see_case"
*/
with asked as (
    select agreement_id, on_day as asked_on, kind, case_id
    from decisions.step
    where (kind = 'return' and step in ('request', 'ask_again')) or (kind = 'misspend' and step = 'ask')

    union all

    select account.agreement_id, verdict.decided_at::date, 'evidence', verdict.verdict_id
    from decisions.verdict
    join staging.account using (account_id)
    anti join decisions.verdict_undone as undone
        on undone.verdict_id = verdict.verdict_id
    where verdict.verdict = 'evidence_asked'
)

select asked.agreement_id, agreement.person_id, agreement.council, agreement.officer, asked.asked_on, asked.kind, asked.case_id
from asked
join staging.agreement using (agreement_id)
