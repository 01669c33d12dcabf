/*
summary = "Reviews that stand: their periods are locked."
grain = "one row per completed review that was not reopened"
kept = "view"
*/
select review.*
from decisions.review
left join decisions.review_reopened using (review_id)
where review_reopened.review_id is null
