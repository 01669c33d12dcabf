/*
summary = "Notes, calls, visits and tasks that somebody looks for: all the words in any order, by how they begin. What was withdrawn or stood there before is left out."
grain = "one row per entry"
kept = "view"
seen_by = "see_case"
*/
select
    entry_id,
    agreement_id,
    (
        select arg_max(account.account_id, (account.closed_on is null, account.account_id)) from staging.account where account.agreement_id = entry.agreement_id
    ) as account_id,
    council,
    officer,
    on_day,
    due_on,
    who,
    kind,
    state,
    with_whom,
    said,
    written_by,
    -- Words that stand there just as they were asked for.
    len(list_filter($tokens::varchar[], lambda word: contains(' ' || search.plain(concat_ws(' ', said, with_whom)) || ' ', ' ' || word || ' '))) as words_hit
from trackers.entry
where state <> 'entry_withdrawn'
    and ($day::date is null or $day::date in (on_day, due_on, done_on))
    and ($beginning::varchar is null or search.says(concat_ws(' ', said, with_whom, outcome), $beginning, $stems::varchar[]))
