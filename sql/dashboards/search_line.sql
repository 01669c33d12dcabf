/*
summary = "Lines of statements that somebody looks for: by words or a reference in their text, by amount, by day."
grain = "one row per transaction"
kept = "view"
seen_by = "see_case"
*/
select
    line.transaction_id,
    line.account_id,
    line.agreement_id,
    line.council,
    line.officer,
    line.posted_on,
    concat_ws('. ', nullif(left(agreement.forename, 1), ''), agreement.surname) as who,
    line.description,
    line.payee,
    line.spend_category,
    case when line.amount < 0 then -line.amount end as money_out,
    case when line.amount > 0 then line.amount end as money_in
from reconciliation.transaction as line
join staging.agreement using (agreement_id)
where ($amount::decimal(18, 2) is null or abs(line.amount) = $amount::decimal(18, 2))
    and ($day::date is null or line.posted_on = $day::date)
    and ($needle::varchar is null or search.holds(line.description, $needle, $words::varchar[]))
