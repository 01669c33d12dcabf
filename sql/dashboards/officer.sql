/*
summary = "The team: what each officer has, what waits, and what was found."
grain = "one row per council and officer"
kept = "view"
seen_by = "see_dashboard"
*/
with found as (
    select
        council,
        officer,
        count(*) filter (where status = 'open') as findings_open,
        count(*) filter (where status = 'upheld') as findings_upheld
    from trackers.finding
    group by council, officer
)

select
    caseload.council,
    caseload.officer,
    count(*) as accounts,
    count(*) filter (where caseload.statements_to is null) as accounts_without_statement,
    sum(caseload.periods_to_review)::integer as periods_to_review,
    sum(caseload.needs_you)::integer as needs_you,
    coalesce(any_value(found.findings_open), 0) as findings_open,
    coalesce(any_value(found.findings_upheld), 0) as findings_upheld,
    (
        select count(*) from staging.completed_review as review
        join staging.account using (account_id)
        where account.council = caseload.council and account.officer is not distinct from caseload.officer
    ) as reviews_completed,
    sum(caseload.balance)::decimal(18, 2) as money_held
from dashboards.caseload
left join found on found.council = caseload.council and found.officer is not distinct from caseload.officer
group by caseload.council, caseload.officer
