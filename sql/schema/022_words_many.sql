-- 1 day, 2 days.
create macro words.many(number, one) as number || ' ' || one || case when number = 1 then '' else 's' end;
