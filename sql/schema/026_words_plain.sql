-- A text made comparable: capitals and digits with one space between them.
create macro words.plain(said) as trim(regexp_replace(upper(said), '[^A-Z0-9]+', ' ', 'g'));
