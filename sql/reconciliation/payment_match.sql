/*
summary = "The council's payments, due against seen: as they should be, merged, split, a different amount, not seen, or not expected."
grain = "one row per payment due and credit that belong together, or stand alone"
kept = "table"
recomputed = "by account"
*/
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

-- 1. The right amount at the right time: each is the other's nearest.
exact as (
    select account_id, expected_id, transaction_id
    from (
        select
            due.account_id,
            due.expected_id,
            seen.transaction_id,
            row_number() over (partition by due.account_id, due.expected_id order by abs(seen.posted_on - due.due_on), seen.posted_on, seen.transaction_id) as place_of_credit,
            row_number() over (partition by due.account_id, seen.transaction_id order by abs(seen.posted_on - due.due_on), due.due_on, due.expected_id) as place_of_due
        from due
        join seen using (account_id)
        where abs(seen.posted_on - due.due_on) <= due.days
            and abs(seen.amount - due.amount) <= due.tolerance
            and seen.twin = due.twin
    )
    where place_of_credit = 1 and place_of_due = 1
),

due_left as (
    select
        due.*,
        lead(expected_id, 1) over next_due as second_id,
        lead(expected_id, 2) over next_due as third_id,
        lead(amount, 1) over next_due as second_amount,
        lead(amount, 2) over next_due as third_amount,
        lead(due_on, 1) over next_due as second_on,
        lead(due_on, 2) over next_due as third_on
    from due
    anti join exact using (account_id, expected_id)
    window next_due as (partition by account_id order by due_on, expected_id)
),

seen_left as (
    select
        seen.*,
        lead(transaction_id, 1) over next_seen as second_id,
        lead(transaction_id, 2) over next_seen as third_id,
        lead(amount, 1) over next_seen as second_amount,
        lead(amount, 2) over next_seen as third_amount,
        lead(posted_on, 1) over next_seen as second_on,
        lead(posted_on, 2) over next_seen as third_on
    from seen
    anti join exact using (account_id, transaction_id)
    window next_seen as (partition by account_id order by posted_on, transaction_id)
),

-- 2. Two or three payments that arrived as one, with the last of them.
merged as (
    select
        due.account_id,
        unnest(case when seen.amount = due.amount + due.second_amount then [due.expected_id, due.second_id] else [due.expected_id, due.second_id, due.third_id] end) as expected_id,
        seen.transaction_id
    from due_left as due
    join seen_left as seen using (account_id)
    where (seen.amount = due.amount + due.second_amount and abs(seen.posted_on - due.second_on) <= due.days)
        or (seen.amount = due.amount + due.second_amount + due.third_amount and abs(seen.posted_on - due.third_on) <= due.days)
    qualify row_number() over (partition by due.account_id, seen.transaction_id order by due.due_on, due.expected_id) = 1
),

-- 3. One payment that arrived in two or three parts.
split as (
    select
        due.account_id,
        due.expected_id,
        unnest(case when due.amount = seen.amount + seen.second_amount then [seen.transaction_id, seen.second_id] else [seen.transaction_id, seen.second_id, seen.third_id] end) as transaction_id
    from due_left as due
    join seen_left as seen using (account_id)
    where abs(seen.posted_on - due.due_on) <= due.days
        and (
            (due.amount = seen.amount + seen.second_amount and abs(seen.second_on - due.due_on) <= due.days)
            or (due.amount = seen.amount + seen.second_amount + seen.third_amount and abs(seen.third_on - due.due_on) <= due.days)
        )
    qualify row_number() over (partition by due.account_id, due.expected_id order by seen.posted_on, seen.transaction_id) = 1
),

-- 4. The right time but another amount.
differing as (
    select account_id, expected_id, transaction_id
    from (
        select
            due.account_id,
            due.expected_id,
            seen.transaction_id,
            row_number() over (partition by due.account_id, due.expected_id order by abs(seen.posted_on - due.due_on), abs(seen.amount - due.amount), seen.transaction_id) as place_of_credit,
            row_number() over (partition by due.account_id, seen.transaction_id order by abs(seen.posted_on - due.due_on), abs(seen.amount - due.amount), due.expected_id) as place_of_due
        from due_left as due
        join seen_left as seen using (account_id)
        where abs(seen.posted_on - due.due_on) <= due.days
            and (due.account_id, due.expected_id) not in (select (account_id, expected_id) from merged union all select (account_id, expected_id) from split)
            and (seen.account_id, seen.transaction_id) not in (select (account_id, transaction_id) from merged union all select (account_id, transaction_id) from split)
    )
    where place_of_credit = 1 and place_of_due = 1
),

pair as (
    select *, 'as_expected' as outcome from exact
    union all
    select *, 'merged' from merged
    union all
    select *, 'split' from split
    union all
    select *, 'different_amount' from differing
)

select
    due.account_id,
    due.agreement_id,
    due.council,
    due.officer,
    due.expected_id,
    pair.transaction_id,
    due.due_on,
    seen.posted_on,
    due.kind,
    case when pair.transaction_id is null then 'not_seen' else pair.outcome end as outcome,
    due.amount as expected,
    seen.amount as seen
from due
left join pair using (account_id, expected_id)
left join seen on seen.account_id = pair.account_id and seen.transaction_id = pair.transaction_id

union all

select
    seen.account_id,
    seen.agreement_id,
    seen.council,
    seen.officer,
    null,
    seen.transaction_id,
    null,
    seen.posted_on,
    null,
    'not_expected',
    null,
    seen.amount
from seen
anti join pair using (account_id, transaction_id)
