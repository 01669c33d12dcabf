/*
summary = "A surplus worked out: what is available, committed and kept, whose the rest is, and how much of it can be taken with the coming weeks still paid for."
grain = "one row per agreement whose balance is known"
kept = "table"
recomputed = "by account"
seen_by = "see_case"
*/
with term as (
    select
        agreement_id,
        (sum(amount) filter (where term = 'balance') - sum(amount) filter (where term = 'unpresented'))::decimal(18, 2) as available_balance,
        coalesce(sum(amount) filter (where term not in ('balance', 'unpresented', 'retained')), 0)::decimal(18, 2) as committed,
        (sum(amount) filter (where term = 'retained'))::decimal(18, 2) as retained
    from reconciliation.surplus_term
    group by agreement_id
),

above as (
    select
        basis.*,
        term.available_balance,
        term.committed,
        term.retained,
        case inside.value
            when 0 then greatest(term.available_balance - term.committed - term.retained, 0)
            when 1 then greatest(term.available_balance - greatest(term.committed, term.retained), 0)
        end::decimal(18, 2) as surplus,
        (case when basis.has_ended then 0 else floor_weeks.value * coalesce(basis.weekly_base, 0) end)::decimal(18, 2) as floor,
        coalesce(basis.council_weekly + basis.paid_in_weekly + basis.health_weekly, 0) as all_weekly
    from reconciliation.surplus_basis as basis
    join term using (agreement_id)
    join staging.policy as inside
        on inside.council = basis.council and inside.setting = 'surplus_inside'
        and basis.basis_on between inside.effective_from and inside.effective_to
    join staging.policy as floor_weeks
        on floor_weeks.council = basis.council and floor_weeks.setting = 'floor_weeks'
        and basis.basis_on between floor_weeks.effective_from and floor_weeks.effective_to
    -- Where nobody knows what a week is worth, nobody knows what is above it.
    where basis.has_ended or term.retained is not null
),

shared as (
    select
        *,
        case when all_weekly > 0 then sums.share(surplus, (paid_in_weekly * 100)::bigint, (all_weekly * 100)::bigint) else 0 end::decimal(18, 2) as person_share,
        case when all_weekly > 0 then sums.share(surplus, (health_weekly * 100)::bigint, (all_weekly * 100)::bigint) else 0 end::decimal(18, 2) as health_share
    from above
),

settled as (
    select
        shared.*,
        (surplus - person_share - health_share)::decimal(18, 2) as council_share,
        -- What the person owes of their contribution comes before what they get back.
        least(person_share, greatest(coalesce(behind.amount, 0) - coalesce(claimed.amount, 0), 0))::decimal(18, 2) as arrears_netted,
        coalesce(lowest.balance, shared.balance)::decimal(18, 2) as lowest_balance,
        coalesce(lowest.on_day, shared.basis_on) as lowest_on
    from shared
    left join lateral (
        select sum(cycle.expected - cycle.received) as amount
        from reconciliation.contribution_cycle as cycle
        where cycle.agreement_id = shared.agreement_id and cycle.is_covered and cycle.due_on <= shared.basis_on
    ) as behind on true
    -- What a debt claims already is not taken a second time.
    left join lateral (
        select sum(entry.amount) as amount
        from decisions.debt
        join decisions.debt_entry as entry using (debt_id)
        anti join decisions.step as step
            on step.kind = 'debt' and step.case_id = debt.debt_id and step.state = 'withdrawn'
        where debt.agreement_id = shared.agreement_id and debt.kind = 'contribution' and entry.kind = 'raised'
    ) as claimed on true
    left join lateral (
        select min(coming.balance) as balance, min_by(coming.on_day, coming.balance) as on_day
        from reconciliation.coming
        where coming.agreement_id = shared.agreement_id
    ) as lowest on true
)

select
    account_id,
    agreement_id,
    council,
    officer,
    basis_on,
    has_ended,
    available_balance,
    committed,
    retained,
    surplus,
    council_share,
    person_share,
    health_share,
    arrears_netted,
    (person_share - arrears_netted)::decimal(18, 2) as refund,
    floor,
    lowest_on,
    least(lowest_balance, available_balance)::decimal(18, 2) as lowest_balance,
    -- Health's part and the person's own leave the account too.
    greatest(least(council_share, least(lowest_balance, available_balance) - floor - health_share - (person_share - arrears_netted)), 0)::decimal(18, 2) as safe_to_recoup
from settled
