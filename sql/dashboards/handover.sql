/*
summary = "The newest move of each case that holds, with the note for the officer who has it now, and who has looked at the case since."
grain = "one row per agreement that was moved and has an account"
kept = "view"
seen_by = "see_case"
*/
with newest as (
    select *
    from decisions.case_move
    qualify row_number() over (partition by agreement_id order by decided_at desc, move_id desc) = 1
),

account as (
    select agreement_id, min(account_id) as account_id
    from staging.account
    group by agreement_id
),

looked as (
    select entry.agreement_id, list(distinct entry.actor) as looked_by
    from activity.entry
    join newest using (agreement_id)
    where entry.action = 'look_at_case'
        -- Written as text that sorts as time does.
        and entry.happened_at > strftime(newest.decided_at, '%Y-%m-%dT%H:%M:%S.%fZ')
    group by entry.agreement_id
)

select
    newest.move_id,
    newest.agreement_id,
    account.account_id,
    newest.council,
    agreement.officer,
    concat_ws('. ', nullif(left(agreement.forename, 1), ''), agreement.surname) as who,
    newest.from_officer,
    newest.on_day,
    newest.note,
    newest.decided_by,
    newest.decided_at,
    coalesce(looked.looked_by, []) as looked_by
from newest
-- An extract that named somebody new has ended the move.
join staging.agreement
    on agreement.agreement_id = newest.agreement_id
    and agreement.officer = newest.to_officer
join account on account.agreement_id = newest.agreement_id
left join looked on looked.agreement_id = newest.agreement_id
