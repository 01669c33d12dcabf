/*
summary = "Each step of a surplus, debt, plan, question, return or pause as a sentence with its pounds."
grain = "one row per step"
kept = "view"
seen_by = "see_case"
*/
with sentence as (
    from (values
        ('surplus', 'calculate', 'A surplus was taken up'),
        ('surplus', 'check', 'Somebody else checked the figures of the surplus'),
        ('surplus', 'tell_practitioner', 'The practitioner was told about the surplus'),
        ('surplus', 'notify', 'The person was told about the surplus'),
        ('surplus', 'object', 'The person objected to the surplus being taken back'),
        ('surplus', 'reject_objection', 'The objection was considered, and the surplus goes on'),
        ('surplus', 'accept_objection', 'The objection was accepted, and the money stays'),
        ('surplus', 'authorise', 'Taking back the surplus was authorised'),
        ('surplus', 'take_by_card', 'The surplus was taken from the card'),
        ('surplus', 'net_off', 'The surplus was netted off the next payments'),
        ('surplus', 'invoice', 'The surplus was invoiced'),
        ('surplus', 'recover', 'All of the surplus came back'),
        ('surplus', 'pass_on', 'The surplus goes on as a debt'),
        ('surplus', 'close', 'The surplus was closed'),
        ('surplus', 'withdraw', 'The surplus was left where it is'),
        ('debt', 'propose', 'A debt was proposed'),
        ('debt', 'approve', 'The debt was approved'),
        ('debt', 'decline', 'The debt was declined'),
        ('debt', 'raise', 'A debt was raised'),
        ('debt', 'letter_1', 'The first letter about the debt went out'),
        ('debt', 'phone', 'Somebody telephoned about the debt'),
        ('debt', 'remind', 'The reminder about the debt went out'),
        ('debt', 'final', 'The final letter about the debt went out'),
        ('debt', 'refer', 'The debt was referred to the corporate debt team'),
        ('debt', 'plan', 'A repayment plan was agreed for the debt'),
        ('debt', 'end_plan', 'The repayment plan of the debt ended'),
        ('debt', 'settle', 'The debt was settled'),
        ('debt', 'write_off', 'The debt was written off'),
        ('debt', 'withdraw', 'The debt was withdrawn'),
        ('debt', 'reopen', 'A payment came back, and the debt was opened again'),
        ('plan', 'propose', 'A repayment plan was proposed'),
        ('plan', 'approve', 'The repayment plan was approved'),
        ('plan', 'agree', 'The person agreed to the repayment plan'),
        ('plan', 'keep', 'The repayment plan was paid in full'),
        ('plan', 'break', 'The repayment plan was not kept'),
        ('plan', 'end', 'The repayment plan was ended'),
        ('write_off', 'propose', 'A write-off was proposed'),
        ('write_off', 'approve', 'The write-off was approved'),
        ('write_off', 'decline', 'The write-off was declined'),
        ('adjustment', 'propose', 'A correction of the debt was proposed'),
        ('adjustment', 'approve', 'The correction of the debt was approved'),
        ('adjustment', 'decline', 'The correction of the debt was declined'),
        ('misspend', 'open', 'A question about spending was opened'),
        ('misspend', 'ask', 'The letter with the questions about spending went out'),
        ('misspend', 'offer_meeting', 'A meeting about the spending was offered'),
        ('misspend', 'practitioner', 'The practitioner gave a view of the spending'),
        ('misspend', 'decide', 'It was decided that the spending is paid back'),
        ('misspend', 'drop', 'The question about spending was dropped'),
        ('misspend', 'raise_debt', 'The spending to be paid back was raised as a debt'),
        ('return', 'request', 'Statements and papers were asked for'),
        ('return', 'chase_1', 'The first reminder of statements and papers went out'),
        ('return', 'chase_2', 'The second reminder of statements and papers went out'),
        ('return', 'final', 'The last reminder of statements and papers went out'),
        ('return', 'decide', 'It was decided how to go on without the statements and papers'),
        ('return', 'receive', 'Statements and papers came by hand'),
        ('return', 'ask_again', 'What came was not enough, and papers were asked for again'),
        ('return', 'work', 'The statements and papers were worked'),
        ('return', 'rework', 'The statements and papers are to be worked again'),
        ('return', 'phone', 'Somebody telephoned about statements and papers'),
        ('return', 'extend', 'More time was agreed for statements and papers'),
        ('return', 'escalate', 'The practitioner or Health was told that statements and papers are missing'),
        ('suspension', 'propose', 'A pause of payments was proposed'),
        ('suspension', 'approve', 'The pause of payments was approved'),
        ('suspension', 'reject', 'The pause of payments was rejected'),
        ('suspension', 'withdraw', 'The proposed pause of payments was withdrawn'),
        ('suspension', 'continue', 'The pause of payments goes on after a review'),
        ('suspension', 'lift', 'The pause of payments was lifted, and payments go on'),
        ('suspension', 'end', 'The agreement ended while payments were paused')
    ) as sentence (kind, step, said)
)

select
    step.kind,
    step.case_id,
    step.step_number,
    step.agreement_id,
    step.council,
    agreement.officer,
    step.on_day,
    step.decided_at as happened_at,
    -- A step that has no sentence yet is named as it is, never left out.
    coalesce(sentence.said, 'A step was taken (' || step.kind || ', ' || replace(step.step, '_', ' ') || ')') || coalesce(': ' || words.pounds(step.amount), '') || '.' as what,
    step.decided_by as by_whom,
    -- What was said at some steps is kept beside the reason.
    nullif(concat_ws(' ', step.reason, step.detail::json ->> 'note'), '') as reason,
    -- A write-off or a correction is opened where its debt is.
    case when step.kind in ('write_off', 'adjustment') then 'debt' else step.kind end as link_kind,
    case when step.kind in ('write_off', 'adjustment') then step.detail::json ->> 'debt_id' else step.case_id end as link_id,
    step.amount
from decisions.step
join staging.agreement using (agreement_id)
left join sentence
    on sentence.kind = step.kind
    and sentence.step = step.step
