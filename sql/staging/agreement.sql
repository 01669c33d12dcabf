/*
summary = "Each direct payment agreement as the newest extract has it."
grain = "one row per agreement"
kept = "table"
recomputed = "with the caseload"
*/
select
    agreement.* exclude (load_number, row_number),
    person.client_type,
    person.legal_basis,
    person.forename,
    person.surname,
    person.date_of_death
from raw.agreement
left join staging.person using (person_id)
qualify row_number() over (partition by agreement_id order by load_number desc) = 1
