/*
summary = "Payees that somebody looks for, each with how often and how much went to and came from them in an account."
grain = "one row per account and payee"
kept = "view"
seen_by = "see_case"
*/
with seen as (
    select
        account_id,
        agreement_id,
        council,
        officer,
        payee,
        max(posted_on) as newest_on,
        arg_max(transaction_id, (posted_on, transaction_id)) as transaction_id,
        max_by(spend_category, (posted_on, transaction_id)) as spend_category,
        count(*) as lines,
        coalesce(-sum(amount) filter (where amount < 0), 0)::decimal(18, 2) as money_out,
        coalesce(sum(amount) filter (where amount > 0), 0)::decimal(18, 2) as money_in
    from reconciliation.transaction
    where search.holds(payee, $needle, $words::varchar[])
    group by account_id, agreement_id, council, officer, payee
),

-- Those whom the council's system names and no statement has shown yet.
known as (
    select
        account.account_id,
        payee.agreement_id,
        agreement.council,
        agreement.officer,
        payee.payee_name as payee,
        payee.spend_category
    from staging.payee
    join staging.agreement using (agreement_id)
    left join staging.account using (agreement_id)
    anti join seen
        on seen.agreement_id = payee.agreement_id
        and seen.payee = payee.payee_name
    where search.holds(payee.payee_name, $needle, $words::varchar[])
),

payee as (
    select * from seen
    union all by name
    select *, 0 as lines, 0 as money_out, 0 as money_in from known
)

select
    payee.account_id,
    payee.agreement_id,
    payee.council,
    payee.officer,
    payee.transaction_id,
    payee.newest_on,
    concat_ws('. ', nullif(left(agreement.forename, 1), ''), agreement.surname) as who,
    payee.payee,
    payee.spend_category,
    payee.lines,
    payee.money_out,
    payee.money_in
from payee
join staging.agreement using (agreement_id)
