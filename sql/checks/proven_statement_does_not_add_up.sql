/*
title = "A proven statement adds up: opening balance, plus credits, less debits, is the closing balance"
*/
select
    statement_id as subject_id,
    'Statement ' || statement_id || ' counts as proven, but ' || coalesce(opening_balance::varchar, 'no opening balance') || ' + ' || credits::varchar || ' - ' || debits::varchar
        || ' is not ' || coalesce(closing_balance::varchar, 'known: it has no closing balance') || '.' as message
from raw.statement
where proof = 'proven'
    and (opening_balance + credits - debits = closing_balance) is not true
