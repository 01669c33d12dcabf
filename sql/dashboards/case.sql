/*
summary = "The head of a case on a day: who, how paid, how much a week is worth, how closely it is watched and why, who looks after it, and whether it runs."
grain = "one row per account"
kept = "view"
seen_by = "see_case"
*/
select
    account.account_id,
    account.agreement_id,
    account.person_id,
    account.council,
    account.officer,
    agreement.start_date,
    agreement.end_date,
    account.opened_on,
    account.closed_on,
    agreement.forename,
    agreement.surname,
    agreement.client_type,
    agreement.legal_basis,
    agreement.recipient_type,
    agreement.recipient_name,
    agreement.account_type,
    agreement.managed_by,
    agreement.payment_basis,
    agreement.payment_cycle,
    person.practitioner,
    person.practitioner_team,
    case
        when agreement.end_date < $as_at::date then 'ended'
        when agreement.start_date > $as_at::date then 'not_started'
        when paused.from_date is not null then 'suspended'
        else 'active'
    end as state,
    case
        when agreement.end_date < $as_at::date then agreement.end_date
        when agreement.start_date > $as_at::date then agreement.start_date
        when paused.from_date is not null then paused.from_date
        else agreement.start_date
    end as state_since,
    agreement.end_reason,
    tier.tier,
    tier.from_date as tier_since,
    tier.reason as tier_reason,
    tier.decided_by as tier_by,
    agreement.return_frequency_months,
    review.due_on as statutory_review_due_on,
    $as_at::date - review.due_on as statutory_review_days_late,
    review.is_first as statutory_review_is_first,
    rate.from_date as rate_since,
    rate.gross_weekly,
    rate.contribution_weekly,
    rate.health_weekly,
    rate.net_weekly,
    (select count(*) from staging.account as other where other.agreement_id = account.agreement_id) as accounts
from staging.account
join staging.agreement using (agreement_id)
left join staging.person
    on person.person_id = account.person_id
left join staging.rate
    on rate.agreement_id = account.agreement_id
    and least($as_at::date, coalesce(agreement.end_date, $as_at::date)) between rate.from_date and rate.to_date
left join staging.monitoring_tier as tier
    on tier.agreement_id = account.agreement_id
    and $as_at::date between tier.from_date and tier.to_date
left join reconciliation.statutory_review_due as review
    on review.agreement_id = account.agreement_id
left join (
    select agreement_id, min(from_date) as from_date
    from staging.suspension
    where $as_at::date between from_date and coalesce(to_date, date '9999-12-31')
    group by agreement_id
) as paused
    on paused.agreement_id = account.agreement_id
where account.account_id = $account_id
