/*
summary = "When a person was away: hospital, respite, residential care, abroad."
grain = "one row per person and first day"
kept = "table"
recomputed = "with the caseload"
*/
select * exclude (load_number, row_number)
from raw.absence
qualify row_number() over (partition by person_id, from_date order by load_number desc) = 1
