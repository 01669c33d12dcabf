/*
title = "A reviewed and locked period still says what was reviewed"
*/
select
    review.review_id as subject_id,
    'The review of account ' || review.account_id || ' from ' || words.day(review.period_from) || ' was completed with a difference of '
        || coalesce(review.difference::varchar, 'nothing to compare') || '; it now is ' || coalesce(period.difference::varchar, 'nothing to compare') || '.' as message
from staging.completed_review as review
left join reconciliation.period using (account_id, period_from)
where review.difference is distinct from period.difference
