/*
number = 14
title = "Questions were answered with evidence"
question = "Did evidence that was asked for come in time, and has every large explanation a reason?"
case = "one row per agreement in which evidence was asked for, or a large line explained, in the year"
source = "Suffolk 24 008 529: no audit trail; the council's policy"
not_held = ["A receipt or invoice of each single line: no extract brings them. Lines that nobody asked about are proven by the statement alone."]
seen_by = "see_whole_audit"
*/
with said as (
    select
        verdict.account_id,
        verdict.exception_id,
        verdict.verdict,
        verdict.reason,
        verdict.decided_at::date as decided_on,
        lead(verdict.decided_at::date) over (partition by verdict.account_id, verdict.exception_id order by verdict.decided_at, verdict.verdict_id) as next_on
    from decisions.verdict
    anti join decisions.verdict_undone using (verdict_id)
    where verdict.decided_at::date <= $to_day::date
),

question as (
    select
        account.council,
        account.officer,
        account.agreement_id,
        said.verdict,
        coalesce(abs(line.amount), finding.amount, 0) as amount,
        said.verdict = 'evidence_asked' and coalesce(said.next_on, $to_day::date) - said.decided_on > evidence.value as is_overdue,
        said.verdict = 'explained' and nullif(trim(said.reason), '') is null as has_no_reason,
        coalesce(abs(line.amount), finding.amount, 0) > reason.value as is_large
    from said
    join staging.account using (account_id)
    join staging.policy as evidence
        on evidence.council = account.council and evidence.setting = 'evidence_days'
        and said.decided_on between evidence.effective_from and evidence.effective_to
    join staging.policy as reason
        on reason.council = account.council and reason.setting = 'reason_needed_over'
        and said.decided_on between reason.effective_from and reason.effective_to
    left join reconciliation.transaction as line
        on line.account_id = said.account_id
        and line.transaction_id = said.exception_id
    left join trackers.finding
        on finding.account_id = said.account_id
        and finding.finding_id = said.exception_id
    where said.decided_on between $from_day::date and $to_day::date
        and said.verdict in ('evidence_asked', 'explained')
),

counted as (
    select
        council,
        officer,
        agreement_id,
        count(*) filter (where verdict = 'evidence_asked') as asked,
        count(*) filter (where is_overdue) as overdue,
        count(*) filter (where verdict = 'explained') as explained,
        count(*) filter (where has_no_reason) as without_reason,
        sum(amount) filter (where is_overdue or has_no_reason) as amount
    from question
    where verdict = 'evidence_asked' or is_large
    group by council, officer, agreement_id
)

select
    council,
    officer,
    agreement_id,
    null::varchar as kind,
    null::varchar as case_id,
    $to_day::date as on_day,
    case when overdue + without_reason > 0 then 'failed' when overdue + without_reason = 0 then 'passed' end as result,
    'Evidence was asked for ' || words.many(asked, 'time')
        || case when overdue > 0 then ', ' || overdue || ' not answered in time' else '' end
        || '. ' || explained || ' large' || case when explained = 1 then ' line was' else ' lines were' end || ' explained'
        || case when without_reason > 0 then ', ' || without_reason || ' without a reason.' else '.' end as saw,
    amount::decimal(18, 2) as amount
from counted
