/*
summary = "What each officer carries on a day, term by term, against the team's median; as it is, or as it would be if cases were moved."
grain = "one row per council and officer who has a case"
kept = "view"
seen_by = "move_case"
*/
with setting as (
    select
        council,
        max(value) filter (where setting = 'work_day_hours') as day_hours,
        max(value) filter (where setting = 'overload_percent') as overload_percent
    from staging.policy
    where $as_at::date between effective_from and effective_to
    group by council
),

-- Without cases to move it is the caseload as it stands.
waits as (
    select
        council,
        case when list_contains($moving::varchar[], agreement_id) then $to_officer::varchar else officer end as officer,
        kind,
        pieces,
        minutes
    from dashboards.work
    where $as_at::date between from_day and to_day
        and clock.counted($as_at::date - 1, $as_at::date, held) = 1
),

running as (
    select
        agreement.council,
        case when list_contains($moving::varchar[], agreement.agreement_id) then $to_officer::varchar else agreement.officer end as officer,
        sum(rate.net_weekly)::decimal(18, 2) as net_weekly
    from staging.agreement
    join staging.rate
        on rate.agreement_id = agreement.agreement_id
        and $as_at::date between rate.from_date and rate.to_date
    where $as_at::date between agreement.start_date and coalesce(agreement.end_date, date '9999-12-31')
    group by all
),

officer as (
    select
        council,
        officer,
        count(*) filter (where kind = 'agreement') as agreements,
        coalesce(sum(pieces) filter (where kind = 'review'), 0)::integer as periods_to_review,
        coalesce(sum(pieces) filter (where kind = 'question'), 0)::integer as needs_you,
        count(*) filter (where kind = 'late_return') as returns_late,
        count(*) filter (where kind = 'surplus') as surpluses,
        count(*) filter (where kind = 'debt') as debts,
        count(*) filter (where kind = 'misspend') as misspends,
        count(*) filter (where kind = 'suspension') as suspensions,
        coalesce(sum(minutes), 0)::decimal(18, 2) as minutes
    from waits
    group by council, officer
),

-- What belongs to nobody yet is no officer's load.
middle as (
    select council, quantile_cont(minutes, 0.5)::decimal(18, 2) as minutes, sum(minutes)::decimal(18, 2) as team
    from officer
    where officer is not null
    group by council
),

measured as (
    select
        officer.*,
        coalesce(running.net_weekly, 0)::decimal(18, 2) as net_weekly,
        sums.share(officer.minutes, 1, setting.day_hours * 60) as days,
        sums.share(middle.minutes, 1, setting.day_hours * 60) as middle_days,
        case when officer.officer is not null and middle.team > 0 then sums.share(100, officer.minutes * 100, middle.team * 100) end as team_percent,
        case when officer.officer is not null and middle.minutes > 0 then sums.share(100, officer.minutes * 100, middle.minutes * 100) end as middle_percent,
        setting.overload_percent,
        officer.officer is not null and coalesce(officer.minutes * 100 > middle.minutes * setting.overload_percent, false) as is_overloaded
    from officer
    left join setting using (council)
    left join middle using (council)
    left join running on running.council = officer.council and running.officer is not distinct from officer.officer
)

select
    council,
    officer,
    agreements,
    periods_to_review,
    needs_you,
    returns_late,
    surpluses,
    debts,
    misspends,
    suspensions,
    net_weekly,
    minutes,
    days,
    middle_days,
    team_percent,
    middle_percent,
    overload_percent,
    is_overloaded,
    case
        when officer is null then 'Nobody carries these cases.'
        when is_overloaded then format('Overloaded: {}% of the team''s median (limit {}%).', middle_percent::integer, overload_percent::integer)
        when not is_overloaded and middle_percent is null then 'Nothing to compare with.'
        when not is_overloaded then format('{}% of the team''s median.', middle_percent::integer)
    end as says
from measured
