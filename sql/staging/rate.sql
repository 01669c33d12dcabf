/*
summary = "What a week is worth: gross, the person's contribution, other funding, and what the council pays into the account."
grain = "one row per agreement and day the rate begins; a later rate ends an earlier one"
kept = "table"
recomputed = "with the caseload"
*/
with newest as (
    select *
    from raw.rate
    qualify row_number() over (partition by agreement_id, from_date order by load_number desc) = 1
)

select
    newest.agreement_id,
    newest.from_date,
    least(
        coalesce(newest.to_date, date '9999-12-31'),
        coalesce(lead(newest.from_date) over (partition by newest.agreement_id order by newest.from_date) - 1, date '9999-12-31')
    )::date as to_date,
    newest.gross_weekly,
    coalesce(newest.contribution_weekly, 0)::decimal(18, 2) as contribution_weekly,
    coalesce(newest.health_weekly, 0)::decimal(18, 2) as health_weekly,
    (newest.gross_weekly - coalesce(newest.contribution_weekly, 0) - coalesce(newest.health_weekly, 0))::decimal(18, 2) as net_weekly,
    -- Paid gross, the contribution is invoiced and never passes through the account.
    case agreement.payment_basis
        when 'gross' then newest.gross_weekly - coalesce(newest.health_weekly, 0)
        when 'net' then newest.gross_weekly - coalesce(newest.contribution_weekly, 0) - coalesce(newest.health_weekly, 0)
    end::decimal(18, 2) as council_weekly,
    case agreement.payment_basis
        when 'gross' then 0
        when 'net' then coalesce(newest.contribution_weekly, 0)
    end::decimal(18, 2) as paid_in_weekly
from newest
join staging.agreement using (agreement_id)
