/*
summary = "Reviews completed between two moments, also those reopened later, with what would make one worth a second look."
grain = "one row per review"
kept = "view"
seen_by = "plan_self_audit"
*/
with review as (
    select
        review.*,
        account.officer,
        account.account_type,
        coalesce(tier.tier, 'none_set') as monitoring_tier,
        datediff('minute', review.opened_at, review.completed_at) as minutes
    from decisions.review
    join (
        select account.account_id, account.officer, agreement.account_type
        from staging.account
        join staging.agreement using (agreement_id)
    ) as account using (account_id)
    left join staging.monitoring_tier as tier
        on tier.agreement_id = review.agreement_id
        and review.period_to between tier.from_date and tier.to_date
    where review.completed_at >= $from_moment::timestamp and review.completed_at < $to_moment::timestamp
),

spent as (
    select review.review_id, -sum(line.amount) as pounds
    from review
    join reconciliation.transaction as line
        on line.account_id = review.account_id
        and line.posted_on between review.period_from and review.period_to
    where line.amount < 0
    group by review.review_id
),

-- A question of weight that was explained and not upheld.
overridden as (
    select review.review_id, count(*) as questions
    from review
    join trackers.finding
        on finding.account_id = review.account_id
        and finding.occurred_on between review.period_from and review.period_to
    where finding.status = 'explained' and finding.severity in ('high', 'critical')
    group by review.review_id
)

select
    review.review_id,
    review.account_id,
    review.agreement_id,
    review.council,
    review.officer,
    review.completed_by,
    review.account_type,
    review.monitoring_tier,
    review.period_from,
    review.period_to,
    review.opened_at,
    review.completed_at,
    coalesce(spent.pounds, 0)::decimal(18, 2) as pounds,
    review.minutes,
    review.findings_raised,
    review.findings_upheld,
    coalesce(overridden.questions, 0) as overridden,
    review.findings_raised = 0 and review.monitoring_tier = 'enhanced' as is_nil_on_risk
from review
left join spent using (review_id)
left join overridden using (review_id)
