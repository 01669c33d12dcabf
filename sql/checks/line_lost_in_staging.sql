/*
title = "Every line that was received is read, each once"
*/
with received as (
    select statement_id, count(*) as lines, sum(amount) as amount
    from raw.statement_line
    anti join decisions.statement_withdrawn using (statement_id)
    group by statement_id
),

looked_at as (
    select statement_id, count(*) as lines, sum(amount) as amount
    from staging.line
    group by statement_id
)

select
    statement_id as subject_id,
    'Statement ' || statement_id || ' has ' || coalesce(received.lines, 0) || ' lines, and ' || coalesce(looked_at.lines, 0) || ' of them are read.' as message
from received
full join looked_at using (statement_id)
where (received.lines, received.amount) is distinct from (looked_at.lines, looked_at.amount)
