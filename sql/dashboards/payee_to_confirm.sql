/*
summary = "Accounts with lines whose payee nobody knows: how many, the biggest, and where to begin."
grain = "one row per account with such a line in a period that is not reviewed"
kept = "view"
seen_by = "decide_exception"
*/
select
    line.account_id,
    line.agreement_id,
    line.council,
    line.officer,
    arg_min(line.exception_id, (line.period_from, line.occurred_on, line.exception_id)) as exception_id,
    min(line.period_from) as period_from,
    max(line.occurred_on) as newest_on,
    concat_ws('. ', nullif(left(agreement.forename, 1), ''), agreement.surname) as who,
    count(*) as lines,
    max(line.amount) as biggest
from trackers.exception as line
join staging.agreement using (agreement_id)
anti join staging.completed_review as completed
    on completed.account_id = line.account_id
    and completed.period_from = line.period_from
where line.kind = 'payee' and line.status = 'open'
group by line.account_id, line.agreement_id, line.council, line.officer, agreement.forename, agreement.surname
