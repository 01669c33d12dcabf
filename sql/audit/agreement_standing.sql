/*
summary = "Direct payment agreements, with what a week is worth today, how closely each is watched, and whether the law's review is in time."
grain = "one row per agreement"
kept = "view"
seen_by = "see_case"
*/
select
    agreement.agreement_id,
    agreement.person_id,
    agreement.council,
    agreement.officer,
    agreement.client_type,
    agreement.legal_basis,
    agreement.account_type,
    agreement.payment_basis,
    agreement.start_date,
    agreement.end_date,
    case
        when agreement.end_date < refreshed.as_at then 'ended'
        when agreement.start_date > refreshed.as_at then 'not_started'
        when exists (
            from staging.suspension
            where suspension.agreement_id = agreement.agreement_id
                and refreshed.as_at between suspension.from_date and coalesce(suspension.to_date, date '9999-12-31')
        ) then 'suspended'
        else 'active'
    end as state,
    rate.gross_weekly,
    rate.contribution_weekly,
    rate.net_weekly,
    tier.tier as monitoring_tier,
    null::decimal(18, 2) as risk_score,
    review.due_on as next_statutory_review_due_on,
    -- The law's own days (SI 2014/2871 reg 7): the first review, then the later ones.
    case
        when review.due_on < refreshed.as_at and review.is_first then 'first_overdue'
        when review.due_on < refreshed.as_at then 'later_overdue'
        when review.due_on >= refreshed.as_at then 'in_time'
    end as statutory_review
from staging.agreement
cross join store.refreshed
left join staging.rate
    on rate.agreement_id = agreement.agreement_id
    and least(refreshed.as_at, coalesce(agreement.end_date, refreshed.as_at)) between rate.from_date and rate.to_date
left join staging.monitoring_tier as tier
    on tier.agreement_id = agreement.agreement_id
    and refreshed.as_at between tier.from_date and tier.to_date
left join reconciliation.statutory_review_due as review on review.agreement_id = agreement.agreement_id
