/*
summary = "Running agreements that nobody touched for so many days: no statement, decision, letter, step, entry or look."
grain = "one row per agreement"
kept = "view"
seen_by = "see_dashboard"
*/
-- Every act in a case leaves its row. A restricted one names no case and is left out; a move alone is not work on it.
with touched as (
    select agreement_id, max_by({'at': happened_at, 'actor': actor, 'action': action}, seq) as newest
    from activity.entry
    where agreement_id is not null
        and not starts_with(action, 'restricted_')
        and action <> 'move_case'
    group by agreement_id
),

-- Before it came here nobody could touch it here.
known as (
    select agreement.agreement_id, min(load.loaded_at)::date as known_on
    from raw.agreement
    join raw.extract_load as load using (load_number)
    group by agreement.agreement_id
),

account as (
    select agreement_id, min(account_id) as account_id
    from staging.account
    group by agreement_id
),

untouched as (
    select
        agreement.agreement_id,
        account.account_id,
        agreement.council,
        agreement.officer,
        left(touched.newest.at, 10)::date as touched_on,
        concat_ws('. ', nullif(left(agreement.forename, 1), ''), agreement.surname) as who,
        touched.newest.actor as touched_by,
        touched.newest.action as action,
        rate.net_weekly,
        $as_at::date - coalesce(left(touched.newest.at, 10)::date, greatest(agreement.start_date, known.known_on)) as days,
        -- 0 days: as many as policy says.
        coalesce(nullif($days::integer, 0), policy.value::integer) as cold_days
    from staging.agreement
    left join touched using (agreement_id)
    left join known on known.agreement_id = agreement.agreement_id
    left join account on account.agreement_id = agreement.agreement_id
    left join staging.rate
        on rate.agreement_id = agreement.agreement_id
        and $as_at::date between rate.from_date and rate.to_date
    left join staging.policy
        on policy.council = agreement.council
        and policy.setting = 'cold_days'
        and $as_at::date between policy.effective_from and policy.effective_to
    where $as_at::date between agreement.start_date and coalesce(agreement.end_date, date '9999-12-31')
)

select *
from untouched
where days >= cold_days
