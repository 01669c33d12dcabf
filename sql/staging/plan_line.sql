/*
summary = "What the support plan says the money is for."
grain = "one row per plan line"
kept = "table"
recomputed = "with the caseload"
*/
select * exclude (load_number, row_number)
from raw.plan_line
qualify row_number() over (partition by plan_line_id order by load_number desc) = 1
