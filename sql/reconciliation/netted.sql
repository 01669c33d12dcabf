/*
summary = "What the council's coming payments are lower by, where a surplus is netted off them: the surplus in as many parts as the letter said."
grain = "one row per surplus and payment it is taken from"
kept = "view"
*/
with letter as (
    select letter.letter_id, greatest(coalesce((letter.facts::json ->> 'cycles')::integer, 1), 1) as cycles
    from decisions.letter
    where letter.kind = 'surplus'
),

begun as (
    select
        taken.case_id as surplus_id,
        taken.agreement_id,
        taken.on_day as from_date,
        taken.amount,
        letter.cycles
    from decisions.step as taken
    join decisions.step as told
        on told.kind = 'surplus' and told.case_id = taken.case_id and told.step = 'notify'
    join letter
        on letter.letter_id = told.letter_id
    where taken.kind = 'surplus' and taken.step = 'net_off'
),

part as (
    select
        begun.*,
        pay_day.expected_id,
        pay_day.due_on,
        row_number() over (partition by begun.surplus_id order by pay_day.due_on, pay_day.expected_id) as number
    from begun
    join reconciliation.pay_day
        on pay_day.agreement_id = begun.agreement_id
        and pay_day.due_on > begun.from_date
)

select
    surplus_id,
    agreement_id,
    expected_id,
    due_on,
    case when number = 1 then amount - sums.share(amount, 1, cycles) * (cycles - 1) else sums.share(amount, 1, cycles) end::decimal(18, 2) as amount
from part
where number <= cycles
