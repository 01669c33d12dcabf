/*
title = "Sign-ins that failed"
question = "Which names failed to sign in more than so many times in a day?"

[params]
since = 2026-04-01
times = 3
*/
select "at"::timestamp::date as on_day, subject as name, count(*) as failures, min("at") as first_at, max("at") as last_at
from audit.activity
where action = 'sign_in_failed'
    and "at"::timestamp::date >= $since::date
group by on_day, subject
having count(*) > $times::integer
order by on_day, failures desc, subject
