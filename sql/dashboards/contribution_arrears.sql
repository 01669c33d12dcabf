/*
summary = "Accounts whose contributions are behind by what no debt claims yet. What was paid too much in one cycle counts for the others."
grain = "one row per account"
kept = "view"
seen_by = "see_case"
*/
select
    owed.account_id,
    owed.agreement_id,
    agreement.person_id,
    agreement.council,
    agreement.officer,
    min(owed.due_on) filter (where owed.owed > 0) as due_from,
    agreement.forename,
    agreement.surname,
    agreement.legal_basis,
    count(*) filter (where owed.owed > 0) as cycles_short,
    sum(owed.expected)::decimal(18, 2) as expected,
    sum(owed.received)::decimal(18, 2) as received,
    sum(owed.owed)::decimal(18, 2) as owed,
    -- MHA 1983 s117 and NHS care are free of charge.
    agreement.legal_basis is distinct from 's117' and agreement.legal_basis is distinct from 'phb' as may_charge
from trackers.contribution_owed as owed
join staging.agreement using (agreement_id)
where owed.debt_id is null
group by all
having sum(owed.owed) > 0
