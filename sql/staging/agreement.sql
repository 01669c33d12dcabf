/*
summary = "Each direct payment agreement as the newest extract has it, with the officer it was moved to since."
grain = "one row per agreement"
kept = "table"
recomputed = "with the caseload"
*/
with moved as (
    select agreement_id, to_officer, decided_at
    from decisions.case_move
    qualify row_number() over (partition by agreement_id order by decided_at desc, move_id desc) = 1
),

-- When an extract last named somebody new. One that sends the same officer again, or none, says nothing about a move.
named as (
    select sent.agreement_id, max(load.loaded_at) as named_at
    from (
        select
            agreement_id,
            load_number,
            officer,
            row_number() over (partition by agreement_id order by load_number) as place,
            lag(officer ignore nulls) over (partition by agreement_id order by load_number) as officer_before
        from raw.agreement
    ) as sent
    join raw.extract_load as load using (load_number)
    where sent.place > 1
        and sent.officer is not null
        and sent.officer is distinct from sent.officer_before
    group by sent.agreement_id
),

holding as (
    select moved.agreement_id, moved.to_officer
    from moved
    left join named using (agreement_id)
    where coalesce(named.named_at < moved.decided_at, true)
)

select
    agreement.* exclude (load_number, row_number) replace (coalesce(holding.to_officer, agreement.officer) as officer),
    person.client_type,
    person.legal_basis,
    person.forename,
    person.surname,
    person.date_of_death
from raw.agreement
left join staging.person using (person_id)
left join holding on holding.agreement_id = agreement.agreement_id
qualify row_number() over (partition by agreement.agreement_id order by agreement.load_number desc) = 1
