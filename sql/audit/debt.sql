/*
summary = "Money owed to the council: what was claimed, paid, written off and is left, and the stage each debt is at. Claimed is paid, written off and outstanding together."
grain = "one row per debt"
kept = "view"
seen_by = "see_case"
*/
with held as (
    select hold.agreement_id, min(hold.from_date) as since, max(hold.to_date) as until
    from staging.pause as hold
    cross join store.refreshed
    where refreshed.as_at between hold.from_date and coalesce(hold.to_date, date '9999-12-31')
    group by hold.agreement_id
)

select
    debt.debt_id,
    debt.agreement_id,
    debt.council,
    debt.officer,
    debt.kind,
    debt.due_from,
    debt.raised_on,
    debt.amount,
    debt.paid,
    debt.outstanding,
    debt.stage,
    debt.stage_since,
    case when not debt.is_closed then held.since end as on_hold_since,
    -- Empty while nobody knows when a hold ends.
    case when not debt.is_closed then held.until end as on_hold_until,
    debt.written_off,
    debt.is_own_fault,
    case
        when debt.outstanding > 0 then debts.band(debt.due_from, refreshed.as_at, debts.last_claim_on(debt.due_from, years.value), warning.value)
    end as age_band
from (select *, stage in ('settled', 'written_off', 'withdrawn') as is_closed from trackers.debt_balance) as debt
cross join store.refreshed
left join held using (agreement_id)
left join staging.policy as years
    on years.council = debt.council and years.setting = 'limitation_years'
    and refreshed.as_at between years.effective_from and years.effective_to
left join staging.policy as warning
    on warning.council = debt.council and warning.setting = 'limitation_warning_days'
    and refreshed.as_at between warning.effective_from and warning.effective_to
