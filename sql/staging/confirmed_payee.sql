/*
summary = "What officers said a payee is and did not take back, for one agreement or for everybody in a council."
grain = "one row per decision"
kept = "view"
*/
select payee.*
from decisions.payee
left join decisions.payee_withdrawn using (decision_id)
where payee_withdrawn.decision_id is null
