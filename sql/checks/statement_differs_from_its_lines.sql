/*
title = "What a statement says of its lines is what its lines say"
*/
with summed as (
    select
        statement_id,
        count(*) as lines,
        coalesce(sum(amount) filter (where amount > 0), 0) as credits,
        coalesce(-sum(amount) filter (where amount < 0), 0) as debits
    from raw.statement_line
    group by statement_id
)

select
    statement.statement_id as subject_id,
    'Statement ' || statement.statement_id || ' says ' || statement.lines || ' lines, ' || statement.credits::varchar || ' in and ' || statement.debits::varchar || ' out; its lines say '
        || coalesce(summed.lines, 0) || ', ' || coalesce(summed.credits, 0)::varchar || ' and ' || coalesce(summed.debits, 0)::varchar || '.' as message
from raw.statement
left join summed using (statement_id)
where (statement.lines, statement.credits, statement.debits) is distinct from (coalesce(summed.lines, 0), coalesce(summed.credits, 0), coalesce(summed.debits, 0))
