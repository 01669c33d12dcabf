/*
summary = "What officers said a payee is, for one agreement or for everybody in a council, and from when until when it held."
grain = "one row per decision"
kept = "view"
*/
select
    payee.decision_id,
    payee.payee_key,
    payee.council,
    payee.agreement_id,
    payee.spend_category,
    payee.decided_by,
    payee.decided_at,
    coalesce(payee_withdrawn.decided_at, timestamp 'infinity') as withdrawn_at
from decisions.payee
left join decisions.payee_withdrawn using (decision_id)
