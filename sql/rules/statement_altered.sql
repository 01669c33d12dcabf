/*
title = "Two statements of the same days differ"
why = "A payment that one statement shows and another of the same days leaves out may have been taken out or put in by hand (altered statements: Nottinghamshire 19 000 339)."
severity = "high"
ask = "Which of the two is the bank's own? Can the bank send it to us directly?"
policy = []
owner = "Direct payments team"
reviewed = 2026-11-25
*/
select
    conflict.statement_id || ':' || conflict.posted_on || ':' || conflict.amount as subject_id,
    conflict.agreement_id,
    conflict.account_id,
    null::varchar as transaction_id,
    abs(conflict.amount)::decimal(18, 2) as amount,
    conflict.posted_on as occurred_on,
    'high' as severity,
    shown.file_name || ' shows ' || words.pounds(abs(conflict.amount)) || case when conflict.amount < 0 then ' out' else ' in' end
        || ' on ' || words.day(conflict.posted_on) || ' (' || conflict.description || ')'
        || case when conflict.times_missing > 1 then ' ' || conflict.times_missing || ' times more than ' else ', and ' end
        || lacks.file_name || case when conflict.times_missing > 1 then ', which covers that day.' else ', which covers that day, does not.' end as message
from reconciliation.overlap_conflict as conflict
join staging.statement as lacks
    on lacks.account_id = conflict.account_id
    and lacks.statement_id = conflict.statement_id
join staging.statement as shown
    on shown.account_id = conflict.account_id
    and shown.statement_id = conflict.shown_by
