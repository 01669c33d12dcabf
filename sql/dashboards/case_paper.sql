/*
summary = "The papers of a case in one list: statements' files as received, letters, and documents that somebody added."
grain = "one row per statement, letter or document"
kept = "view"
seen_by = "see_case"
*/
with paper as (
    select
        'statement' as paper,
        'statement' as kind,
        statement.statement_id as paper_id,
        account.agreement_id,
        statement.account_id,
        statement.to_date as on_day,
        statement.received_at as kept_at,
        'Statement, ' || words.day(statement.from_date) || ' to ' || words.day(statement.to_date) as title,
        file.file_name,
        statement.file_sha256,
        statement.received_by as kept_by,
        withdrawn.reason as withdrawn_because,
        withdrawn.statement_id is not null as is_withdrawn
    from raw.statement
    join raw.file using (file_sha256)
    join staging.account using (account_id)
    left join decisions.statement_withdrawn as withdrawn using (statement_id)

    union all

    select
        'letter',
        'letter',
        letter.letter_id,
        letter.agreement_id,
        null,
        letter.written_on,
        letter.decided_at,
        'Letter to ' || letter.addressee_name || ', ' || replace(letter.template, '_', ' '),
        letter.reference || '.docx',
        letter.file_sha256,
        letter.decided_by,
        aside.reason,
        aside.letter_id is not null
    from decisions.letter
    left join decisions.letter_set_aside as aside using (letter_id)
    where not letter.is_restricted

    union all

    select
        'document',
        document.kind,
        document.document_id,
        document.agreement_id,
        null,
        document.on_day,
        document.decided_at,
        document.title,
        document.file_name,
        document.file_sha256,
        document.decided_by,
        withdrawn.reason,
        withdrawn.document_id is not null
    from decisions.document
    left join decisions.document_withdrawn as withdrawn using (document_id)
)

select
    paper.paper,
    paper.paper_id,
    paper.agreement_id,
    paper.account_id,
    agreement.council,
    agreement.officer,
    paper.on_day,
    paper.kept_at,
    paper.kind,
    paper.title,
    paper.file_name,
    paper.file_sha256,
    paper.kept_by,
    paper.withdrawn_because,
    paper.is_withdrawn
from paper
join staging.agreement using (agreement_id)
