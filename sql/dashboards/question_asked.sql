/*
summary = "The newest questions that somebody put to the audit views, and what became of each."
grain = "one row per question asked"
kept = "view"
seen_by = "ask_questions"
of_no_council = true
*/
with newest as (
    select seq, happened_at, action, subject, council
    from activity.entry
    where action in ('query', 'query_refused')
        and actor = $asked_by
    order by seq desc
    limit $latest
)

select
    newest.happened_at as asked_at,
    newest.council,
    newest.subject as question,
    payload.body ->> '$.after.text' as text,
    payload.body ->> '$.after.params' as params,
    (payload.body ->> '$.after.rows')::bigint as rows,
    payload.body ->> '$.after.seconds' as seconds,
    payload.body ->> '$.after.because' as because,
    newest.action = 'query_refused' as is_refused
from newest
left join activity.payload using (seq)
