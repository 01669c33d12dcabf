/*
summary = "Who did what and who looked, in order."
grain = "one row per act"
kept = "view"
seen_by = "see_activity"
of_no_council = true

[identifiers]
before = "text"
after = "text"
reason = "text"
*/
select
    seq,
    happened_at as "at",
    actor,
    role,
    action,
    subject,
    council,
    agreement_id,
    before,
    after,
    reason,
    chain_hash
from dashboards.act
