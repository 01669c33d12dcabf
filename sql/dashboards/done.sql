/*
summary = "What people did in cases since a moment: steps, verdicts that stand, reviews, letters, payees, statements, entries."
grain = "one row per deed"
kept = "view"
seen_by = "decide_exception"
*/
with deed as (
    select agreement_id, decided_at as done_at, decided_by as done_by, kind || '_' || step as did, reason
    from decisions.step

    union all

    select account.agreement_id, verdict.decided_at, verdict.decided_by, 'decide_exception', verdict.reason
    from decisions.verdict
    join staging.account using (account_id)
    anti join decisions.verdict_undone as undone on undone.verdict_id = verdict.verdict_id

    union all

    select account.agreement_id, acceptance.decided_at, acceptance.decided_by, 'accept_lines', null
    from decisions.acceptance
    join staging.account using (account_id)

    union all

    select agreement_id, completed_at, completed_by, 'complete_review', explanation
    from staging.completed_review

    union all

    select agreement_id, decided_at, decided_by, 'prepare_letter', reference
    from decisions.letter
    where not is_restricted

    union all

    select sent.agreement_id, sent.decided_at, sent.decided_by, 'send_letter', letter.reference
    from decisions.letter_sent as sent
    join decisions.letter using (letter_id)
    where not letter.is_restricted

    union all

    select payee.agreement_id, payee.decided_at, payee.decided_by, 'confirm_payee', payee.payee_key
    from decisions.payee
    anti join decisions.payee_withdrawn as withdrawn on withdrawn.decision_id = payee.decision_id

    union all

    select account.agreement_id, statement.received_at, statement.received_by, 'import_statement', null
    from raw.statement
    join staging.account using (account_id)
    anti join decisions.statement_withdrawn as withdrawn on withdrawn.statement_id = statement.statement_id

    union all

    select entry.agreement_id, entry.decided_at, entry.decided_by, 'entry_' || entry.kind, null
    from decisions.entry
    anti join decisions.entry_withdrawn as withdrawn on withdrawn.entry_id = entry.entry_id

    union all

    select agreement_id, decided_at, decided_by, 'task_done', outcome
    from decisions.task_done
)

select
    deed.agreement_id,
    agreement.council,
    agreement.officer,
    deed.done_at,
    deed.done_by,
    concat_ws('. ', nullif(left(agreement.forename, 1), ''), agreement.surname) as who,
    deed.did,
    deed.reason
from deed
join staging.agreement using (agreement_id)
where deed.done_at >= $since::timestamp
