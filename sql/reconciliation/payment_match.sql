/*
summary = "The council's payments, due against seen: as they should be, merged, split, a different amount, not seen, not expected, or not known to be due."
grain = "one row per payment due and credit that belong together, or stand alone"
kept = "table"
recomputed = "by account"
*/
-- An account's payments are two lists: what is due and what is seen. What fits is taken in order, the best first, each but once.
with due as (
    select
        payment.*,
        limits.value::integer as days,
        tolerance.value as tolerance
    from reconciliation.expected_payment as payment
    join staging.policy as limits
        on limits.council = payment.council and limits.setting = 'payment_window_days'
        and payment.due_on between limits.effective_from and limits.effective_to
    join staging.policy as tolerance
        on tolerance.council = payment.council and tolerance.setting = 'payment_tolerance'
        and payment.due_on between tolerance.effective_from and tolerance.effective_to
),

seen as (
    select account_id, agreement_id, council, officer, transaction_id, posted_on, day_position, amount
    from reconciliation.transaction
    where spend_category = 'council_payment' and amount > 0
),

account as (
    select
        account_id,
        coalesce(list(due order by due.due_on, due.expected_id) filter (where due is not null), []) as dues,
        coalesce(list(seen order by seen.posted_on, seen.day_position, seen.transaction_id) filter (where seen is not null), []) as credits
    from (select account_id, due, null as seen from due union all select account_id, null, seen from seen)
    group by account_id
),

-- Two or three that follow each other. Written out where it is used, or no filter on the account would reach through it.
run as not materialized (
    select account_id, dues, credits, unnest(generate_series(1, greatest(len(dues), len(credits)))) as first, first + more as last
    from (select *, unnest([1, 2]) as more from account)
),

candidate as (
    select
        account_id,
        case when least(abs(seen.amount - due.amount), abs(seen.amount - due.or_amount)) <= due.tolerance then 1 else 4 end as choice,
        [due] as dues,
        [seen] as credits,
        abs(seen.posted_on - due.due_on) as days_apart,
        least(abs(seen.amount - due.amount), abs(seen.amount - due.or_amount)) as pounds_apart
    from (select account_id, due, unnest(credits) as seen from (select account_id, unnest(dues) as due, credits from account))
    where abs(seen.posted_on - due.due_on) <= due.days

    union all

    -- Payments that arrived as one, with the last of them.
    select account_id, 2, dues[first:last], [seen], abs(seen.posted_on - dues[last].due_on), last - first
    from (select *, unnest(credits) as seen from run where last <= len(dues))
    where list_sum(list_transform(dues[first:last], lambda due: due.amount)) = seen.amount
        and abs(seen.posted_on - dues[last].due_on) <= dues[last].days

    union all

    -- One payment that arrived in parts.
    select account_id, 3, [due], credits[first:last], abs(credits[first].posted_on - due.due_on), last - first
    from (select *, unnest(dues) as due from run where last <= len(credits))
    where list_sum(list_transform(credits[first:last], lambda seen: seen.amount)) = due.amount
        and abs(credits[first].posted_on - due.due_on) <= due.days
        and abs(credits[last].posted_on - due.due_on) <= due.days
),

fit as (
    select
        account_id,
        dues,
        credits,
        case choice when 1 then 'as_expected' when 2 then 'merged' when 3 then 'split' when 4 then 'different_amount' end as outcome,
        list_transform(dues, lambda due: due.expected_id) || list_transform(credits, lambda seen: seen.transaction_id) as ids,
        row_number() over (
            partition by account_id
            order by choice, days_apart, pounds_apart, dues[1].due_on, dues[1].expected_id, credits[1].posted_on, credits[1].day_position, credits[1].transaction_id
        ) as turn
    from candidate
),

taken as (
    select
        account_id,
        any_value(all_dues) as dues,
        any_value(all_credits) as credits,
        coalesce(list_reduce(
            list([fit] order by fit.turn) filter (where fit is not null),
            lambda taken, next: case
                when list_has_any(flatten(list_transform(taken, lambda one: one.ids)), next[1].ids) then taken
                else taken || next
            end
        ), []) as fits,
        flatten(list_transform(fits, lambda one: one.ids)) as ids
    from (
        select account_id, fit, null as all_dues, null as all_credits from fit
        union all
        select account_id, null, dues, credits from account
    )
    group by account_id
),

settled as (
    select
        account_id,
        unnest(
            list_transform(fits, lambda one: {'outcome': one.outcome, 'dues': one.dues, 'credits': one.credits})
            || list_transform(
                list_filter(dues, lambda due: not list_contains(ids, due.expected_id)),
                lambda due: {'outcome': 'not_seen', 'dues': [due], 'credits': [null]}
            )
            || list_transform(
                list_filter(credits, lambda seen: not list_contains(ids, seen.transaction_id)),
                -- Where no schedule is known, no payment can be off it.
                lambda seen: {'outcome': case when len(dues) = 0 then 'not_known' else 'not_expected' end, 'dues': [null], 'credits': [seen]}
            )
        ) as one
    from taken
),

pair as (
    select account_id, one.outcome as outcome, due, unnest(one.credits) as seen
    from (select account_id, one, unnest(one.dues) as due from settled)
)

select
    account_id,
    coalesce(due.agreement_id, seen.agreement_id) as agreement_id,
    coalesce(due.council, seen.council) as council,
    coalesce(due.officer, seen.officer) as officer,
    due.expected_id as expected_id,
    seen.transaction_id as transaction_id,
    due.due_on as due_on,
    seen.posted_on as posted_on,
    due.kind as kind,
    outcome,
    -- The one of its two amounts that it was paid as.
    case when outcome in ('as_expected', 'different_amount') and abs(seen.amount - due.or_amount) < abs(seen.amount - due.amount) then due.or_amount else due.amount end as expected,
    seen.amount as seen
from pair
