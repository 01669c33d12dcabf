/*
summary = "Words and merchant codes that tell everybody what a line was for, as last loaded."
grain = "one row per keyword or code, direction and council"
kept = "table"
recomputed = "with the caseload"
*/
select
    keyword,
    split_part(keyword, ' ', 1) as first_word,
    len(string_split(keyword, ' ')) as words,
    merchant_code,
    direction,
    council,
    spend_category
from raw.keyword
where load_number = (select max(load_number) from raw.keyword)
