/*
summary = "Payees the council's system knows for an agreement, with a name that can be compared."
grain = "one row per agreement and payee"
kept = "table"
recomputed = "with the caseload"
*/
select
    * exclude (load_number, row_number),
    words.plain(payee_name) as payee_key
from raw.payee
qualify row_number() over (partition by agreement_id, payee_name order by load_number desc) = 1
