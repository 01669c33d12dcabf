/*
title = "A locked period has the very lines that were reviewed, for what they were taken for"
*/
with shown as (
    select
        review.review_id,
        line.account_id,
        line.transaction_id,
        line.spend_category
    from staging.completed_review as review
    join reconciliation.transaction as line
        on line.account_id = review.account_id
        and line.posted_on between review.period_from and review.period_to
),

reviewed as (
    select review_id, account_id, transaction_id, spend_category
    from decisions.reviewed_line
    join staging.completed_review using (review_id, account_id)
)

select
    coalesce(shown.review_id, reviewed.review_id) as subject_id,
    'The line ' || coalesce(shown.transaction_id, reviewed.transaction_id) || ' of account ' || coalesce(shown.account_id, reviewed.account_id) || ' is '
        || coalesce(shown.spend_category, 'gone') || ' in a locked period; reviewed it was '
        || coalesce(reviewed.spend_category, 'not there') || '.' as message
from shown
full join reviewed using (review_id, account_id, transaction_id)
where shown.spend_category is distinct from reviewed.spend_category
