/*
summary = "What a week of an agreement is worth, and since when: gross, the person's contribution, health's part, and the council's net."
grain = "one row per agreement and day the rate begins"
kept = "view"
seen_by = "see_case"
*/
select
    rate.agreement_id, agreement.council, agreement.officer, rate.from_date, rate.to_date,
    rate.gross_weekly, rate.contribution_weekly, rate.health_weekly, rate.net_weekly
from staging.rate
join staging.agreement using (agreement_id)
