/*
summary = "Two statements of an account that contradict each other, side by side: the days that both cover, payment by payment."
grain = "one row per pair of statements and payment that either shows"
kept = "view"
seen_by = "see_case"
*/
with pair as (
    select distinct
        account_id,
        least(statement_id, shown_by) as one_id,
        greatest(statement_id, shown_by) as other_id
    from reconciliation.overlap_conflict
),

both_cover as (
    select
        pair.*,
        one.file_name as one_file,
        other.file_name as other_file,
        greatest(one.from_date, other.from_date) as from_date,
        least(one.to_date, other.to_date) as to_date
    from pair
    join staging.statement as one on one.statement_id = pair.one_id
    join staging.statement as other on other.statement_id = pair.other_id
),

-- Like payments of a day are taken in their order: the first of one beside the first of the other.
shown as (
    select
        both_cover.one_id,
        both_cover.other_id,
        line.statement_id,
        line.posted_on,
        line.amount,
        line.description,
        line.balance,
        line.line_number,
        line.day_position,
        row_number() over (
            partition by both_cover.one_id, both_cover.other_id, line.statement_id, line.posted_on, line.amount order by line.day_position
        ) as nth
    from both_cover
    join staging.line
        on line.statement_id in (both_cover.one_id, both_cover.other_id)
        and line.posted_on between both_cover.from_date and both_cover.to_date
),

beside as (
    select
        one_id,
        other_id,
        posted_on,
        amount,
        nth,
        min(day_position) as day_position,
        max(description) filter (where statement_id = one_id) as one_description,
        max(balance) filter (where statement_id = one_id) as one_balance,
        max(line_number) filter (where statement_id = one_id) as one_line,
        max(description) filter (where statement_id = other_id) as other_description,
        max(balance) filter (where statement_id = other_id) as other_balance,
        max(line_number) filter (where statement_id = other_id) as other_line
    from shown
    group by all
)

select
    both_cover.account_id,
    account.agreement_id,
    account.council,
    account.officer,
    both_cover.one_id,
    both_cover.other_id,
    both_cover.one_file,
    both_cover.other_file,
    beside.posted_on,
    beside.day_position,
    beside.amount,
    beside.one_description,
    beside.one_balance,
    beside.one_line,
    beside.other_description,
    beside.other_balance,
    beside.other_line,
    case
        when beside.other_line is null then 'only_left'
        when beside.one_line is null then 'only_right'
        when beside.one_balance <> beside.other_balance then 'balances_differ'
        else 'same'
    end as compared
from beside
join both_cover using (one_id, other_id)
join staging.account using (account_id)
