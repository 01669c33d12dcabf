/*
summary = "People, agreements and accounts that somebody looks for: by name in any order, by part of it, nearly as it is spelled, by any of their numbers."
grain = "one row per agreement and account"
kept = "view"
seen_by = "see_case"
*/
with asked as (
    select unnest($words::varchar[]) as word
),

one as (
    select
        agreement.agreement_id,
        account.account_id,
        agreement.person_id,
        agreement.council,
        agreement.officer,
        agreement.forename,
        agreement.surname,
        agreement.recipient_name,
        person.postcode,
        account.account_name,
        -- As digits alone: people write them with blanks, dashes and dots.
        regexp_replace(account.sort_code, '[^0-9]', '', 'g') as sort_code,
        regexp_replace(account.account_number, '[^0-9]', '', 'g') as account_number,
        regexp_replace(account.card_reference, '[^0-9]', '', 'g') as card_number
    from staging.agreement
    left join staging.person using (person_id)
    left join staging.account using (agreement_id)
),

part as (
    select
        agreement_id,
        account_id,
        unnest(
            search.words(concat_ws(' ', forename, surname, recipient_name, account_name))
            || [replace(search.plain(surname), ' ', ''), replace(search.plain(recipient_name), ' ', '')]
        ) as part,
        true as is_name
    from one

    union all

    select
        agreement_id,
        account_id,
        unnest(
            search.words(concat_ws(' ', person_id, agreement_id, account_id, postcode))
            || list_transform([person_id, agreement_id, account_id, postcode], lambda number: replace(search.plain(number), ' ', ''))
            || [sort_code, account_number, card_number]
        ),
        false
    from one
),

fit as (
    select
        part.agreement_id,
        part.account_id,
        asked.word,
        max(case
            when part.part = asked.word then 4
            when starts_with(part.part, asked.word) then 3
            when len(asked.word) > 2 and contains(part.part, asked.word) then 2
            -- How alike two names are goes from 0 to 1. Among short ones too many are.
            when $is_nearly::boolean and part.is_name and len(asked.word) > 3 and len(part.part) > 3
                and jaro_winkler_similarity(part.part, asked.word) >= $closeness then 1
            else 0
        end) as fit
    from part
    cross join asked
    where part.part <> ''
    group by part.agreement_id, part.account_id, asked.word
),

-- Every word must fit somewhere; the worst fit counts.
found as (
    select agreement_id, account_id, min(fit) as fit
    from fit
    group by agreement_id, account_id
)

select
    one.person_id,
    one.agreement_id,
    one.account_id,
    one.council,
    one.officer,
    concat_ws(' ', one.forename, one.surname) as who,
    one.recipient_name,
    one.sort_code,
    one.account_number,
    one.card_number,
    greatest(found.fit, number.fit) as fit
from one
join found
    on found.agreement_id = one.agreement_id
    and found.account_id is not distinct from one.account_id
-- Digits that were typed in groups: whole as a number, or as part of one.
cross join lateral (
    select case
        when $digits::varchar in (one.account_number, one.sort_code || one.account_number, one.card_number) then 4
        when contains(one.sort_code || one.account_number, $digits::varchar) or contains(one.card_number, $digits::varchar) then 2
        else 0
    end as fit
) as number
where greatest(found.fit, number.fit) > 0
