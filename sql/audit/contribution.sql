/*
summary = "The person's contributions that statements cover: due, received, what is owed of each, and the debt it was claimed in."
grain = "one row per account and day it is due"
kept = "view"
seen_by = "see_case"
*/
select account_id, agreement_id, council, officer, debt_id, due_on, expected, received, owed
from trackers.contribution_owed
