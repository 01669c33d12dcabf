/*
title = "Every payment rests on a line of its own"
*/
select
    line.transaction_id as subject_id,
    'Payment ' || line.transaction_id || ' of account ' || line.account_id || ' rests on line ' || line.line_number || ' of statement ' || line.statement_id
        || case when evidence.line_number is null then ', which does not say that.' else ', as another payment does.' end as message
from reconciliation.transaction as line
left join staging.line as evidence
    on evidence.account_id = line.account_id
    and evidence.statement_id = line.statement_id
    and evidence.line_number = line.line_number
    and evidence.posted_on = line.posted_on
    and evidence.amount = line.amount
qualify evidence.line_number is null
    or count(*) over (partition by line.statement_id, line.line_number) > 1
