/*
summary = "Each account money is paid into, with whose it is."
grain = "one row per account"
kept = "table"
recomputed = "with the caseload"
*/
select
    account.account_id,
    account.agreement_id,
    agreement.person_id,
    agreement.council,
    agreement.officer,
    account.sort_code,
    account.account_number,
    account.card_reference,
    account.bank,
    account.account_name,
    account.opened_on,
    account.closed_on
from raw.account
join staging.agreement using (agreement_id)
qualify row_number() over (partition by account.account_id order by account.load_number desc) = 1
