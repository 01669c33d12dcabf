/*
title = "A day of an account is reviewed and locked once"
*/
select
    later.review_id as subject_id,
    'The reviews ' || earlier.review_id || ' and ' || later.review_id || ' of account ' || later.account_id || ' both hold '
        || words.day(greatest(earlier.period_from, later.period_from)) || '.' as message
from staging.completed_review as later
join staging.completed_review as earlier
    on earlier.account_id = later.account_id
    and earlier.period_from <= later.period_to
    and earlier.period_to >= later.period_from
    and (earlier.completed_at, earlier.review_id) < (later.completed_at, later.review_id)
