/*
title = "No review was completed while a finding of it waited for a decision"
*/
with known as (
    select
        review.review_id,
        review.account_id,
        review.period_from,
        review.completed_at,
        sighting.finding_id,
        sighting.rule_id
    from staging.completed_review as review
    join findings.sighting
        on sighting.account_id = review.account_id
        and sighting.seen_on < review.completed_at::date
    qualify row_number() over (partition by review.review_id, sighting.finding_id order by sighting.sighting_number desc) = 1
        and sighting.state = 'present'
        and sighting.occurred_on between review.period_from and review.period_to
),

settled as (
    select known.review_id, known.finding_id
    from known
    join decisions.verdict
        on verdict.account_id = known.account_id
        and verdict.exception_id = known.finding_id
        and verdict.decided_at <= known.completed_at
    left join decisions.verdict_undone using (verdict_id)
    where coalesce(verdict_undone.decided_at > known.completed_at, true)
    qualify row_number() over (partition by known.review_id, known.finding_id order by verdict.decided_at desc, verdict.verdict_id desc) = 1
        and verdict.verdict in ('explained', 'upheld')
)

select
    known.review_id as subject_id,
    'The review of account ' || known.account_id || ' from ' || words.day(known.period_from) || ' was completed while a finding ('
        || known.rule_id || ') waited for a decision.' as message
from known
anti join settled using (review_id, finding_id)
