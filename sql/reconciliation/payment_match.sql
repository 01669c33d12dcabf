/*
summary = "The council's payments, due against seen: as they should be, merged, split, a different amount, not seen, or not expected."
grain = "one row per payment due and credit that belong together, or stand alone"
kept = "table"
recomputed = "by account"
*/
-- Everything of an account is carried in its own rows and lists, so that one account costs what one account costs.
with due as (
    select
        payment.*,
        limits.value::integer as days,
        tolerance.value as tolerance,
        row_number() over (partition by payment.account_id, payment.due_on, payment.amount order by payment.expected_id) as twin
    from reconciliation.expected_payment as payment
    join staging.policy as limits
        on limits.council = payment.council and limits.setting = 'payment_window_days'
        and payment.due_on between limits.effective_from and limits.effective_to
    join staging.policy as tolerance
        on tolerance.council = payment.council and tolerance.setting = 'payment_tolerance'
        and payment.due_on between tolerance.effective_from and tolerance.effective_to
),

seen as (
    select
        account_id,
        agreement_id,
        council,
        officer,
        transaction_id,
        posted_on,
        amount,
        row_number() over (partition by account_id, posted_on, amount order by day_position, transaction_id) as twin
    from reconciliation.transaction
    where spend_category = 'council_payment' and amount > 0
),

piece as (
    select account_id, expected_id as piece_id, due, null as seen
    from due

    union all

    select account_id, transaction_id, null, seen
    from seen
),

every as (
    select
        account_id,
        list(due) filter (where due is not null) as dues,
        list(seen) filter (where seen is not null) as credits
    from piece
    group by account_id
),

-- 1. The right amount at the right time: each is the other's nearest.
exact as (
    select account_id, due, seen, 'as_expected' as outcome
    from (select account_id, due, unnest(credits) as seen from (select account_id, unnest(dues) as due, credits from every))
    where abs(seen.posted_on - due.due_on) <= due.days
        and abs(seen.amount - due.amount) <= due.tolerance
        and seen.twin = due.twin
    qualify row_number() over (
            partition by account_id, due.expected_id
            order by abs(seen.posted_on - due.due_on), abs(seen.amount - due.amount), seen.posted_on, seen.transaction_id
        ) = 1
        and row_number() over (
            partition by account_id, seen.transaction_id
            order by abs(seen.posted_on - due.due_on), abs(seen.amount - due.amount), due.due_on, due.expected_id
        ) = 1
),

after_exact as (
    select account_id, due, seen
    from (
        select account_id, piece_id, due, seen, null as outcome from piece
        union all
        select account_id, unnest([due.expected_id, seen.transaction_id]), due, seen, outcome from exact
    )
    qualify count(outcome) over (partition by account_id, piece_id) = 0
),

run as (
    select account_id, dues, credits, many, unnest(generate_series(1, greatest(len(dues), len(credits)))) as first
    from (
        select
            account_id,
            list(due order by due.due_on, due.expected_id) filter (where due is not null) as dues,
            list(seen order by seen.posted_on, seen.transaction_id) filter (where seen is not null) as credits,
            unnest([2, 3]) as many
        from after_exact
        group by account_id
    )
),

-- 2. Two or three payments that arrived as one, with the last of them.
merged as (
    select account_id, dues[first:first + many - 1] as dues, [seen] as credits, 'merged' as outcome
    from (select account_id, dues, many, first, unnest(credits) as seen from run where first + many - 1 <= len(dues))
    where list_sum(list_transform(dues[first:first + many - 1], lambda due: due.amount)) = seen.amount
        and abs(seen.posted_on - dues[first + many - 1].due_on) <= dues[first].days
    qualify row_number() over (
        partition by account_id, seen.transaction_id
        order by abs(seen.posted_on - dues[first + many - 1].due_on), many, first
    ) = 1
),

-- 3. One payment that arrived in two or three parts.
split as (
    select account_id, [due] as dues, credits[first:first + many - 1] as credits, 'split' as outcome
    from (select account_id, credits, many, first, unnest(dues) as due from run where first + many - 1 <= len(credits))
    where list_sum(list_transform(credits[first:first + many - 1], lambda seen: seen.amount)) = due.amount
        and abs(credits[first].posted_on - due.due_on) <= due.days
        and abs(credits[first + many - 1].posted_on - due.due_on) <= due.days
    qualify row_number() over (
        partition by account_id, due.expected_id
        order by abs(credits[first].posted_on - due.due_on), many, first
    ) = 1
),

-- What two of these claim goes to the first.
claim as (
    select account_id, turn, outcome, due, unnest(credits) as seen
    from (
        select
            account_id,
            outcome,
            unnest(dues) as due,
            credits,
            row_number() over (
                partition by account_id
                order by outcome, credits[1].posted_on, credits[1].transaction_id, dues[1].due_on, dues[1].expected_id
            ) as turn
        from (from merged union all from split)
    )
),

together as (
    select account_id, due, seen, outcome
    from (
        select
            *,
            least(
                min(turn) over (partition by account_id, due.expected_id),
                min(turn) over (partition by account_id, seen.transaction_id)
            ) as first_turn
        from claim
    )
    qualify min(first_turn) over (partition by account_id, turn) = turn
),

after_together as (
    select account_id, due, seen
    from (
        select account_id, unnest([due.expected_id, seen.transaction_id]) as piece_id, due, seen, outcome from together
        union all
        select account_id, coalesce(due.expected_id, seen.transaction_id), due, seen, null from after_exact
    )
    qualify count(outcome) over (partition by account_id, piece_id) = 0
),

-- 4. The right time but another amount; or the right amount where a nearer pair left these two over.
differing as (
    select
        account_id,
        due,
        seen,
        case
            when abs(seen.amount - due.amount) <= due.tolerance then 'as_expected'
            when abs(seen.amount - due.amount) > due.tolerance then 'different_amount'
        end as outcome
    from (
        select account_id, due, unnest(credits) as seen
        from (
            select account_id, unnest(list(due) filter (where due is not null)) as due, list(seen) filter (where seen is not null) as credits
            from after_together
            group by account_id
        )
    )
    where abs(seen.posted_on - due.due_on) <= due.days
    qualify row_number() over (
            partition by account_id, due.expected_id
            order by abs(seen.posted_on - due.due_on), abs(seen.amount - due.amount), seen.posted_on, seen.transaction_id
        ) = 1
        and row_number() over (
            partition by account_id, seen.transaction_id
            order by abs(seen.posted_on - due.due_on), abs(seen.amount - due.amount), due.due_on, due.expected_id
        ) = 1
),

pair as (
    from exact
    union all
    from together
    union all
    from differing
),

alone as (
    select account_id, due, seen, case when seen is null then 'not_seen' when due is null then 'not_expected' end as outcome
    from (
        select account_id, piece_id, due, seen, null as outcome from piece
        union all
        select account_id, unnest([due.expected_id, seen.transaction_id]), due, seen, outcome from pair
    )
    qualify count(outcome) over (partition by account_id, piece_id) = 0
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
    due.amount as expected,
    seen.amount as seen
from (from pair union all from alone)
