/*
summary = "What the accounts of an agreement show, as sentences for whoever has to decide about it."
grain = "one row per agreement and fact"
kept = "view"
seen_by = "see_case"
*/
with finding as (
    select
        agreement_id,
        count(*) filter (where status = 'upheld') as upheld,
        sum(amount) filter (where status = 'upheld') as upheld_amount,
        count(*) filter (where status = 'open') as open
    from trackers.finding
    group by agreement_id
),

statement as (
    select agreement_id, max(to_date) as to_date
    from staging.statement
    group by agreement_id
),

fact as (
    select
        agreement_id,
        1 as place,
        case account_type
            when 'prepaid_card' then 'The money is paid on to a prepaid card'
            when 'own_bank' then 'The money is paid into the person''s own bank account'
            when 'managed_account' then 'The money is paid into a managed account'
        end || ', since ' || words.day(start_date) || '.' as message
    from staging.agreement

    union all

    select agreement.agreement_id, 2, coalesce('Statements have come up to ' || words.day(statement.to_date) || '.', 'No statement has come yet.')
    from staging.agreement
    left join statement using (agreement_id)

    union all

    select agreement_id, 3, 'The account held ' || words.pounds(balance) || ' on ' || words.day(basis_on) || '.'
    from reconciliation.surplus_basis

    union all

    select agreement_id, 4, case when upheld = 1 then '1 finding was' else upheld || ' findings were' end || ' upheld' || coalesce(', ' || words.pounds(upheld_amount), '') || '.'
    from finding
    where upheld > 0

    union all

    select agreement_id, 5, case when open = 1 then '1 finding waits' else open || ' findings wait' end || ' for an answer.'
    from finding
    where open > 0
)

select fact.agreement_id, agreement.council, agreement.officer, fact.place, fact.message
from fact
join staging.agreement using (agreement_id)
