/*
summary = "Names that a case knows beside the person's own: payees as the plan and the statements write them, and others who act in it."
grain = "one row per agreement and name"
kept = "view"
seen_by = "see_case"
*/
with payee as (
    select agreement_id, payee_name as name, payee_name as stands_for
    from staging.payee

    union all

    -- As the line says it, and as it was read out of the line: both stand for one payee.
    select agreement_id, unnest([payee, description]) as name, coalesce(payee, description) as stands_for
    from reconciliation.transaction
    where spend_category not in ('council_payment', 'health_payment', 'client_contribution', 'hmrc', 'bank_charge', 'interest', 'cash')
),

other as (
    select agreement_id, unnest([recipient_name, managed_by, payroll_provider]) as name, 'third_party' as kind
    from staging.agreement

    union all

    select agreement_id, unnest([officer, set_up_by, authorised_by]), 'staff'
    from staging.agreement

    union all

    select agreement_id, unnest([from_officer, to_officer]), 'staff'
    from decisions.case_move

    union all

    select agreement.agreement_id, person.practitioner, 'practitioner'
    from staging.agreement
    join staging.person using (person_id)

    union all

    select agreement_id, addressee_name, case addressee when 'practitioner' then 'practitioner' else 'third_party' end
    from decisions.letter
    where not is_restricted

    union all

    select agreement_id, with_whom, 'third_party'
    from decisions.entry
),

named as (
    select agreement_id, trim(name) as name, 'payee' as kind, upper(trim(stands_for)) as stands_for, 2 as turn
    from payee

    union all

    select agreement_id, trim(name), kind, upper(trim(name)), 1
    from other
)

select
    named.agreement_id,
    agreement.council,
    agreement.officer,
    named.name,
    -- Who pays wages and acts in the case as well is one of those who act.
    arg_min(named.kind, (named.turn, named.kind)) as kind,
    arg_min(named.stands_for, (named.turn, named.stands_for)) as stands_for
from named
join staging.agreement using (agreement_id)
-- Shorter than a name is, it would be found in the middle of other words.
where length(named.name) >= case named.kind when 'staff' then 2 else 3 end
    and lower(named.name) not in (lower(concat_ws(' ', agreement.forename, agreement.surname)), lower(agreement.forename), lower(agreement.surname))
group by named.agreement_id, agreement.council, agreement.officer, named.name
