/*
summary = "Changes of how somebody is paid that were recommended to the practitioner, and whether the letter went out."
grain = "one row per recommendation"
kept = "view"
seen_by = "see_case"
*/
select
    recommendation.recommendation_id,
    recommendation.agreement_id,
    recommendation.council,
    agreement.officer,
    concat_ws('. ', nullif(left(agreement.forename, 1), ''), agreement.surname) as who,
    agreement.account_type as from_account_type,
    recommendation.to_account_type,
    recommendation.grounds,
    recommendation.letter_id,
    letter.reference,
    letter.written_on,
    letter.sent_on,
    recommendation.decided_by,
    recommendation.decided_at,
    -- What was recommended has come about.
    agreement.account_type = recommendation.to_account_type as is_done
from decisions.recommendation
join staging.agreement using (agreement_id)
left join trackers.letter using (letter_id)
