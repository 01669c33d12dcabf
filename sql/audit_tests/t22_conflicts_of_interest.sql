/*
number = 22
title = "Nobody approved what they proposed"
question = "Was each decision about money or care approved by somebody other than who proposed it?"
case = "one row per approval in the year"
source = "Four eyes of the council's scheme of delegation"
not_held = ["Declared interests, such as a relative or a neighbour on the caseload: the register of interests would have to come as an extract of officer, person_id and declared_on."]
seen_by = "see_whole_audit"
*/
with step as (
    select kind, case_id, step_number, agreement_id, council, step, on_day, amount, decided_by
    from decisions.step
),

approved as (
    select
        approval.*,
        list(distinct proposal.decided_by) as proposers
    from step as approval
    join step as proposal
        on proposal.kind = approval.kind
        and proposal.case_id = approval.case_id
        and proposal.step_number < approval.step_number
        and proposal.step in ('calculate', 'propose', 'open')
    where (approval.kind, approval.step) in (
            ('surplus', 'authorise'), ('debt', 'approve'), ('write_off', 'approve'), ('adjustment', 'approve'), ('plan', 'approve'), ('suspension', 'approve'), ('misspend', 'decide')
        )
        and approval.on_day between $from_day::date and $to_day::date
    group by all
)

select
    approved.council,
    agreement.officer,
    approved.agreement_id,
    case when approved.kind in ('surplus', 'debt', 'misspend', 'suspension') then approved.kind end as kind,
    case when approved.kind in ('surplus', 'debt', 'misspend', 'suspension') then approved.case_id end as case_id,
    approved.on_day,
    case when list_contains(approved.proposers, approved.decided_by) then 'failed' else 'passed' end as result,
    case approved.kind
        when 'surplus' then 'A surplus'
        when 'debt' then 'An overpayment'
        when 'write_off' then 'A write-off'
        when 'adjustment' then 'A correction of a debt'
        when 'plan' then 'A repayment plan'
        when 'suspension' then 'A pause of payments'
        when 'misspend' then 'A decision about misspent money'
    end || ' was proposed by ' || array_to_string(list_sort(approved.proposers), ', ') || ' and approved by ' || approved.decided_by || ' on ' || words.day(approved.on_day) || '.' as saw,
    approved.amount::decimal(18, 2) as amount
from approved
join staging.agreement on agreement.agreement_id = approved.agreement_id
