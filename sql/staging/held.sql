/*
summary = "All held stretches of an agreement as one list, oldest first: what clock.after and clock.counted leave out."
grain = "one row per agreement that was ever held"
kept = "view"
*/
select
    agreement_id,
    list({'from_date': from_date, 'to_date': to_date} order by from_date) as stretches
from staging.held_stretch
group by agreement_id
