-- How words are compared when somebody looks for them: big letters, no accents, no signs. An amount stays one word, and a comma in it does not count.
create schema search;

create macro search.plain(text) as trim(regexp_replace(
    regexp_replace(
        regexp_replace(translate(strip_accents(upper(text)), '_', ' '), '(\d),(\d{3})', '\1\2', 'g'),
        '(\d)\.(\d\d)\b', '\1_\2', 'g'
    ),
    '[^\p{L}\p{N}_]+', ' ', 'g'
));

create macro search.words(text) as list_filter(string_split(search.plain(text), ' '), lambda word: word <> '');

-- Visits, visited and visiting begin alike.
create macro search.stem(word) as regexp_replace(word, '^(.{4,}?)(IES|ING|ED|ES|S|Y)$', '\1');

-- Whether a text has words that begin with each of these stems. needle is a part that any such text holds: it is looked for first, because that is fast.
create macro search.says(text, needle, stems) as
    contains(strip_accents(upper(text)), needle)
    and len(list_filter(stems, lambda stem: not contains(' ' || search.plain(text), ' ' || stem))) = 0;

-- Whether a text holds each of these, wherever in a word it stands: banks write words together. needle is one of them.
create macro search.holds(text, needle, parts) as
    contains(strip_accents(upper(text)), needle)
    and (len(parts) = 1 or len(list_filter(parts, lambda part: not contains(strip_accents(upper(text)), part))) = 0);
