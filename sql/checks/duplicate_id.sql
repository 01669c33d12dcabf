/*
title = "No id stands for two things"
*/
with taken as (
    select 'person' as what, person_id as id from staging.person
    union all
    select 'agreement', agreement_id from staging.agreement
    union all
    select 'account', account_id from staging.account
    union all
    select 'statement', statement_id from staging.statement
    union all
    select 'payment', transaction_id from reconciliation.transaction
    union all
    select 'payment due', expected_id from reconciliation.expected_payment
    union all
    select 'contribution due', account_id || ':' || due_on from reconciliation.contribution_cycle
    union all
    select 'review period', account_id || ':' || period_from from reconciliation.period
    union all
    select 'finding', finding_id from trackers.finding
)

select
    id as subject_id,
    'The id ' || id || ' stands for ' || count(*) || ' rows where it should be one ' || what || '.' as message
from taken
group by what, id
having count(*) > 1
