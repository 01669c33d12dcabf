/*
summary = "Who gets the money of an agreement, with what a national match asks for. The caseload extracts hold no National Insurance number, title, gender, telephone or e-mail."
grain = "one row per agreement"
kept = "view"
seen_by = "see_case"
*/
select
    agreement.agreement_id,
    agreement.person_id,
    agreement.council,
    agreement.officer,
    agreement.client_type,
    agreement.legal_basis,
    agreement.start_date,
    agreement.end_date,
    person.date_of_birth,
    person.date_of_death,
    person.forename,
    person.surname,
    person.address,
    person.postcode,
    person.nhs_number,
    agreement.recipient_type,
    agreement.recipient_name,
    agreement.recipient_address,
    agreement.account_type,
    account.newest.sort_code as sort_code,
    account.newest.account_number as account_number
from staging.agreement
left join staging.person using (person_id)
-- The account that money is paid into now, or was at last.
left join (
    select agreement_id, arg_max({'sort_code': sort_code, 'account_number': account_number}, (closed_on is null, coalesce(opened_on, date '0001-01-01'), account_id)) as newest
    from staging.account
    group by agreement_id
) as account using (agreement_id)
