/*
summary = "Reviews under regulation 7 of the Care and Support (Direct Payments) Regulations 2014."
grain = "one row per agreement and day"
kept = "table"
recomputed = "with the caseload"
*/
select * exclude (load_number, row_number)
from raw.statutory_review
qualify row_number() over (partition by agreement_id, reviewed_on order by load_number desc) = 1
