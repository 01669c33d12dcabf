/*
summary = "Terms of a surplus that a person knows better than the calculation: the newest of each, until a surplus of the agreement is closed."
grain = "one row per agreement and term that is amended"
kept = "view"
*/
with newest as (
    select *
    from decisions.surplus_amendment
    qualify row_number() over (partition by agreement_id, term order by decided_at desc, amendment_id desc) = 1
)

select newest.*
from newest
anti join decisions.step
    on step.agreement_id = newest.agreement_id
    and step.kind = 'surplus'
    and step.state = 'closed'
    and step.decided_at > newest.decided_at
where newest.amount is not null
