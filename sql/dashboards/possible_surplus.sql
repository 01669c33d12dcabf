/*
summary = "Accounts that hold more than is committed and kept, and that nobody has taken up."
grain = "one row per agreement"
kept = "view"
seen_by = "see_case"
*/
select
    position.account_id,
    position.agreement_id,
    position.council,
    position.officer,
    agreement.person_id,
    agreement.forename,
    agreement.surname,
    concat_ws('. ', nullif(left(agreement.forename, 1), ''), agreement.surname) as who,
    agreement.account_type,
    position.basis_on,
    position.has_ended,
    position.available_balance,
    position.committed,
    position.retained,
    position.surplus,
    position.council_share,
    position.person_share,
    position.health_share,
    position.arrears_netted,
    position.refund,
    position.safe_to_recoup
from reconciliation.surplus as position
join staging.agreement using (agreement_id)
anti join (select agreement_id from trackers.case_state where kind = 'surplus' and state not in ('closed', 'withdrawn', 'passed_to_debt')) as taken_up
    on taken_up.agreement_id = position.agreement_id
where position.surplus > 0
