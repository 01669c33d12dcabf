/*
summary = "What the council's system says it paid or will pay."
grain = "one row per payment"
kept = "table"
recomputed = "with the caseload"
*/
select * exclude (load_number, row_number)
from raw.payment
qualify row_number() over (partition by payment_id order by load_number desc) = 1
