/*
title = "Contributions in arrears"
definition = "Contributions that fell due by the last day of the month, are not on the statements and no debt claims, by age. What was paid too much in one cycle counts for the others of the account."
numerator = "What is owed of each cycle of accounts that are behind"
source = "Statements against the rates of the extracts; Limitation Act 1980"
unit = "pounds"
value = "sum"
direction = "less"
taken = "at month end"
theme = "Contributions and debt"
place = 520
seen_by = "see_report"

[by]
band = "Owed since"
*/
with behind as (
    select *, sum(cycle.owed) over (partition by month.month, cycle.account_id) as of_account
    from trackers.contribution_owed as cycle
    join months.between($from_day, $to_day) as month on cycle.due_on <= month.last_day
    where cycle.debt_id is null
        and cycle.owed <> 0
)

select
    behind.month as month,
    behind.due_on as on_day,
    agreement.council,
    agreement.officer,
    agreement.agreement_id,
    concat_ws('. ', nullif(left(agreement.forename, 1), ''), agreement.surname) as who,
    null::varchar as kind,
    null::varchar as case_id,
    debts.band(behind.due_on, behind.last_day, debts.last_claim_on(behind.due_on, years.value), warning.value) as band,
    (behind.owed)::decimal(18, 2) as numerator,
    (null)::decimal(18, 2) as denominator
from behind
join staging.agreement using (agreement_id)
join staging.policy as years
    on years.council = agreement.council and years.setting = 'limitation_years'
    and behind.last_day between years.effective_from and years.effective_to
join staging.policy as warning
    on warning.council = agreement.council and warning.setting = 'limitation_warning_days'
    and behind.last_day between warning.effective_from and warning.effective_to
where behind.of_account > 0
