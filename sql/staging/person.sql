/*
summary = "Each person as the newest extract has them."
grain = "one row per person"
kept = "table"
recomputed = "with the caseload"
*/
select * exclude (load_number, row_number)
from raw.person
qualify row_number() over (partition by person_id order by load_number desc) = 1
