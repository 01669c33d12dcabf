-- Words are sought by one pattern over the text as it stands. The pattern is made by lib/search.py of the words asked for, so that visit fits visited.
-- That is twenty times as fast as making the text plain first.
create macro search.hits(text, begins) as list_transform(
    regexp_extract_all(text, begins), lambda hit: regexp_replace(strip_accents(upper(hit)), '[^\p{L}\p{N}]+', '', 'g')
);

-- Whether so many different words of a text fit.
create or replace macro search.says(text, begins, many) as
    case when regexp_matches(text, begins) then len(list_distinct(search.hits(text, begins))) = many else false end;

-- As it was, and needle is the longest of the parts: the others are looked for only where it is found. A CASE keeps to that order; an AND does not always.
create or replace macro search.holds(text, needle, parts) as
    case
        when contains(strip_accents(upper(text)), needle)
            then len(parts) = 1 or len(list_filter(parts, lambda part: not contains(strip_accents(upper(text)), part))) = 0
        else false
    end;
