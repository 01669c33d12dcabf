/*
summary = "Statements received and not withdrawn."
grain = "one row per statement"
kept = "view"
seen_by = "see_case"

[identifiers]
file_name = "text"
*/
select
    statement_id, account_id, agreement_id, council, officer, file_name, file_sha256, layout, from_date, to_date,
    opening_balance, closing_balance, proof, received_at, received_by
from staging.statement
