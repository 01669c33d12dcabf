/*
summary = "Each case with what waits in it on a day, and the hours that takes by the council's policy."
grain = "one row per agreement"
kept = "view"
seen_by = "move_case"
*/
with waits as (
    select
        agreement_id,
        coalesce(sum(pieces) filter (where kind = 'review'), 0)::integer as periods_to_review,
        coalesce(sum(pieces) filter (where kind = 'question'), 0)::integer as needs_you,
        count(*) filter (where kind = 'late_return') as returns_late,
        count(*) filter (where kind = 'surplus') as surpluses,
        count(*) filter (where kind = 'debt') as debts,
        count(*) filter (where kind = 'misspend') as misspends,
        count(*) filter (where kind = 'suspension') as suspensions,
        sum(minutes)::decimal(18, 2) as minutes
    from dashboards.work
    where $as_at::date between from_day and to_day
        and clock.counted($as_at::date - 1, $as_at::date, held) = 1
    group by agreement_id
),

account as (
    select agreement_id, min(account_id) as account_id
    from staging.account
    group by agreement_id
)

select
    agreement.agreement_id,
    account.account_id,
    agreement.council,
    agreement.officer,
    agreement.start_date,
    agreement.end_date,
    concat_ws('. ', nullif(left(agreement.forename, 1), ''), agreement.surname) as who,
    agreement.account_type,
    coalesce(waits.periods_to_review, 0) as periods_to_review,
    coalesce(waits.needs_you, 0) as needs_you,
    coalesce(waits.returns_late, 0) as returns_late,
    coalesce(waits.surpluses, 0) as surpluses,
    coalesce(waits.debts, 0) as debts,
    coalesce(waits.misspends, 0) as misspends,
    coalesce(waits.suspensions, 0) as suspensions,
    case when $as_at::date between agreement.start_date and coalesce(agreement.end_date, date '9999-12-31') then rate.net_weekly end as net_weekly,
    sums.share(coalesce(waits.minutes, 0), 1, 60) as hours,
    $as_at::date between agreement.start_date and coalesce(agreement.end_date, date '9999-12-31') as is_running
from staging.agreement
left join waits using (agreement_id)
left join account on account.agreement_id = agreement.agreement_id
left join staging.rate
    on rate.agreement_id = agreement.agreement_id
    and $as_at::date between rate.from_date and rate.to_date
