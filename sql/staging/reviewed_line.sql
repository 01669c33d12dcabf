/*
summary = "What each line of a locked period was taken for when it was reviewed."
grain = "one row per transaction of a completed review that stands"
kept = "view"
*/
select
    line.account_id,
    line.transaction_id,
    line.review_id,
    line.spend_category,
    line.payee,
    line.category_reason
from decisions.reviewed_line as line
join staging.completed_review as review using (review_id)
-- Reviewed twice, it is what it was taken for first.
qualify row_number() over (partition by line.account_id, line.transaction_id order by review.completed_at, line.review_id) = 1
