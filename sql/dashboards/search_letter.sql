/*
summary = "Letters that somebody looks for: by what they are called, by their reference, by whom they went to, by amount or day. Restricted ones are not here."
grain = "one row per letter"
kept = "view"
seen_by = "see_case"
*/
select
    letter.letter_id,
    letter.agreement_id,
    letter.council,
    letter.officer,
    letter.written_on,
    letter.reference,
    letter.template,
    letter.addressee_name,
    letter.state,
    letter.amount
from trackers.letter
where ($amount::decimal(18, 2) is null or letter.amount = $amount::decimal(18, 2))
    and ($day::date is null or $day::date in (letter.written_on, letter.sent_on, letter.takes_effect_on))
    -- The code of a letter says what it is called where the page knows no other words for it.
    and ($needle::varchar is null or search.holds(concat_ws(' ', letter.reference, letter.addressee_name, $names::json ->> letter.template), $needle, $words::varchar[]))
