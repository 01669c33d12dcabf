/*
summary = "What a week of an agreement was worth and is worth: gross, the person's contribution, health's part, and what the council pays."
grain = "one row per agreement and day the rate begins"
kept = "view"
seen_by = "see_case"
*/
select
    rate.agreement_id,
    agreement.council,
    agreement.officer,
    rate.from_date,
    nullif(rate.to_date, date '9999-12-31') as to_date,
    rate.gross_weekly,
    rate.contribution_weekly,
    rate.health_weekly,
    rate.net_weekly,
    rate.council_weekly
from staging.rate
join staging.agreement using (agreement_id)
