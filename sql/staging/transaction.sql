/*
summary = "Each real payment once, however many uploads show it."
grain = "one row per transaction"
kept = "view"
*/
-- A day's lines stand whole in a file, but for the last day of a download. So the same line in two files is one payment,
-- and N like lines in one file are N payments: of each line we keep as many as the file that shows it most often.
-- The balance after a line tells like payments apart; where a file prints it, the wording may differ between formats.
with day_shown as (
    select
        *,
        count(*) over of_a_day as times,
        -- The same for the same amounts, in whatever order they stand.
        sum(hash(amount)::hugeint) over of_a_day as amounts,
        -- The first and last day of a download may be incomplete.
        coalesce(bool_and(balance is not null and posted_on > from_date and posted_on < to_date) over of_a_day, false) as is_whole
    from staging.line
    where not is_locked_out
    window of_a_day as (partition by account_id, statement_id, posted_on)
),

-- A day that two files show whole, with the same amounts, is the same day, though the order within it and so the balances differ.
shown_first as (
    select *
    from day_shown
    qualify not is_whole
        or dense_rank() over (partition by account_id, posted_on, is_whole, times, amounts order by received_at, statement_id) = 1
),

numbered as (
    select
        *,
        case when balance is null then text end as text_key,
        row_number() over (
            partition by account_id, statement_id, posted_on, amount, balance, case when balance is null then text end
            order by day_position
        ) as occurrence,
        count(*) over (partition by account_id, statement_id, posted_on, amount) as shown_at_once
    from shown_first
),

once as (
    select
        *,
        max(shown_at_once) over (partition by account_id, posted_on, amount) as most_at_once
    from numbered
    qualify row_number() over (
        partition by account_id, posted_on, amount, balance, text_key, occurrence
        order by received_at, statement_id, line_number
    ) = 1
),

told_apart as (
    select
        *,
        count(balance) over (partition by account_id, posted_on, amount) as with_balance,
        count(*) over (partition by account_id, posted_on, amount) as with_or_without,
        count(balance) over (partition by account_id, posted_on, amount, text) as with_balance_and_text
    from once
),

-- A line without a balance may be one that another file shows with its balance; those of the same words first.
-- So many payments there were at least: as one file shows, as there are balances, as there are words.
ranked as (
    select
        *,
        row_number() over (
            partition by account_id, posted_on, amount, balance is null
            order by occurrence > with_balance_and_text, text, occurrence, balance
        ) as rank_of_kind,
        with_or_without - greatest(with_balance, with_or_without - with_balance, most_at_once) as known_with_balance
    from told_apart
),

named as (
    select
        *,
        left(sha256(concat_ws('|', account_id, posted_on, amount, coalesce(balance::varchar, text_key), occurrence)), 20) as own_id,
        rank_of_kind <= known_with_balance and (with_or_without = 2 or min(text) over one_with_one_without = max(text) over one_with_one_without) as is_pair
    from ranked
    window one_with_one_without as (partition by account_id, posted_on, amount, rank_of_kind)
)

select
    -- Where it is sure which line without a balance is which with one, the payment keeps the name it had first, and with it what people decided of it.
    first_value(own_id) over (
        partition by account_id, posted_on, amount, case when is_pair then rank_of_kind::varchar else own_id end
        order by received_at, statement_id, line_number
    ) as transaction_id,
    account_id,
    statement_id,
    line_number,
    posted_on,
    day_position,
    description,
    text,
    -- The payee without what changes from one payment to the next: numbers, dates, the bank's own codes.
    trim(regexp_replace(
        regexp_replace(
            regexp_replace(' ' || text || ' ', '[A-Z]*[0-9][A-Z0-9]*', ' ', 'g'),
            '\b(CRD|CARD|VIS|VISA|DD|SO|STO|BP|BACS|FPO|FPI|FP|FASTER|PAYMENT|TO|FROM|ON|REF|DIRECT|DEBIT|STANDING|ORDER|POS|CONTACTLESS|TRF|JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)\b', ' ', 'g'
        ),
        ' +', ' ', 'g'
    )) as payee_key,
    kind,
    external_id,
    card_reference,
    merchant_code,
    from_date as statement_from,
    amount,
    balance
from named
qualify balance is not null or rank_of_kind > known_with_balance
