/*
summary = "Whom an agreement pays, as the council's system knows them."
grain = "one row per agreement and payee"
kept = "view"
seen_by = "see_case"
*/
select
    payee.agreement_id,
    agreement.council,
    agreement.officer,
    payee.exception_agreed_on,
    payee.payee_name,
    payee.spend_category,
    payee.relation
from staging.payee
join staging.agreement using (agreement_id)
