-- How a figure and a day are written in a sentence. Whole numbers do the sums, so a penny is a penny.
create schema words;

create macro words.pounds(amount) as
    case when amount < 0 then '-' else '' end || format('£{:,}.{:02d}', (abs(amount) * 100)::bigint // 100, (abs(amount) * 100)::bigint % 100);

create macro words.day(on_day) as strftime(on_day, '%-d %b %Y');
