/*
summary = "What may stay in an agreement's accounts, by rate and policy of the day: the weeks that are kept, what is committed on top of them, and where money counts as surplus or as low."
grain = "one row per agreement and stretch of days on which one rate and one policy hold"
kept = "view"
seen_by = "see_case"
*/
with stretch as (
    select
        agreement.agreement_id,
        agreement.council,
        agreement.officer,
        greatest(rate.from_date, weeks.effective_from, on_gross.effective_from, floor.effective_from, inside.effective_from) as from_date,
        least(rate.to_date, weeks.effective_to, on_gross.effective_to, floor.effective_to, inside.effective_to, agreement.end_date) as to_date,
        greatest(weeks.value, coalesce(agreement.initial_float_weeks, 0)) as weeks,
        case on_gross.value when 0 then rate.council_weekly when 1 then rate.gross_weekly end as weekly_base,
        floor.value as floor_weeks,
        inside.value = 1 as is_inside
    from staging.agreement
    join staging.rate using (agreement_id)
    join staging.policy as weeks on weeks.council = agreement.council and weeks.setting = 'surplus_weeks'
    join staging.policy as on_gross on on_gross.council = agreement.council and on_gross.setting = 'surplus_on_gross'
    join staging.policy as floor on floor.council = agreement.council and floor.setting = 'floor_weeks'
    join staging.policy as inside on inside.council = agreement.council and inside.setting = 'surplus_inside'

    union all

    -- After the end no weeks stay.
    select agreement.agreement_id, agreement.council, agreement.officer, agreement.end_date + 1, date '9999-12-31', 0, 0, 0, false
    from staging.agreement
    where agreement.end_date is not null
),

-- As the surplus has it on the last day that statements cover; what each day before it had committed, nobody wrote down.
term as (
    select
        agreement_id,
        any_value(basis_on) as basis_on,
        sum(amount) filter (where term in ('unpresented', 'unpaid_wages', 'invoices', 'hmrc', 'insurance', 'one_offs')) as owed,
        sum(amount) filter (where term in ('holiday', 'notice_and_redundancy')) as set_aside,
        sum(amount) filter (where term = 'unpresented') as unpresented,
        sum(amount) filter (where term = 'retained') as retained
    from reconciliation.surplus_term
    group by agreement_id
),

kept as (
    select
        stretch.*,
        term.basis_on,
        coalesce(term.owed, 0) as owed,
        coalesce(term.set_aside, 0) as set_aside,
        coalesce(term.unpresented, 0) as unpresented,
        -- What a person amended holds where it was worked out.
        coalesce(
            case when term.basis_on between stretch.from_date and stretch.to_date then term.retained end,
            sums.share(stretch.weekly_base, (stretch.weeks * 100)::integer, 100)
        )::decimal(18, 2) as retained
    from stretch
    left join term using (agreement_id)
    where stretch.from_date <= stretch.to_date
)

select
    agreement_id,
    council,
    officer,
    from_date,
    to_date,
    basis_on as committed_on,
    weeks,
    is_inside,
    weekly_base::decimal(18, 2) as weekly_base,
    retained,
    owed::decimal(18, 2) as owed,
    set_aside::decimal(18, 2) as set_aside,
    (owed + set_aside)::decimal(18, 2) as committed,
    -- Above it money is surplus: now, and when what is owed was paid.
    case when is_inside then unpresented + greatest(retained, owed - unpresented + set_aside) else owed + set_aside + retained end::decimal(18, 2) as surplus_line,
    case when is_inside then greatest(retained, set_aside) else set_aside + retained end::decimal(18, 2) as surplus_line_paid,
    sums.share(weekly_base, (floor_weeks * 100)::integer, 100) as low_line
from kept
