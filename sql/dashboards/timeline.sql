/*
summary = "What happened in a case, as sentences: the one place that says what belongs on a timeline. Concerns stand in dashboards.restricted_timeline."
grain = "one row per event"
kept = "view"
seen_by = "see_case"
*/
with finding as (
    select
        account_id,
        finding_id,
        arg_max(rule_id, sighting_number) as rule_id,
        arg_max(state, sighting_number) as state,
        arg_min(message, sighting_number) as first_message,
        arg_max(message, sighting_number) as message,
        arg_min(amount, sighting_number) as amount,
        arg_min(occurred_on, sighting_number) as occurred_on,
        min(seen_on) as first_seen_on,
        max(seen_on) as last_seen_on,
        min(run_id) filter (where sighting_number = 1) as first_run_id,
        arg_max(run_id, sighting_number) as last_run_id
    from findings.sighting
    group by account_id, finding_id
),

event as (
    select
        agreement_id, start_date as on_day, null::timestamp as happened_at, 'agreement' as kind, 'agreement:start' as event_id, 'The direct payment agreement began.' as what,
        null::decimal(18, 2) as amount, null::varchar as by_whom, null::varchar as reason, null::varchar as link_kind, null::varchar as link_id,
        null::varchar as account_id, null::date as opens_on, 'Caseload' as source, false as is_health
    from staging.agreement

    union all by name

    select agreement_id, agreement_signed_on as on_day, 'agreement' as kind, 'agreement:signed' as event_id, 'The agreement was signed.' as what, 'Caseload' as source
    from staging.agreement
    where agreement_signed_on is not null

    union all by name

    select agreement_id, end_date as on_day, 'agreement' as kind, 'agreement:end' as event_id, 'The agreement ended.' as what, end_reason as reason, 'Caseload' as source
    from staging.agreement
    where end_date is not null

    union all by name

    select
        agreement_id, from_date as on_day, 'rate' as kind, 'rate:' || from_date as event_id,
        'From this day a week is worth ' || words.pounds(gross_weekly) || ': ' || words.pounds(net_weekly) || ' from the council, ' || words.pounds(contribution_weekly)
            || ' from the person' || case when health_weekly > 0 then ', ' || words.pounds(health_weekly) || ' from Health' else '' end || '.' as what,
        gross_weekly as amount, 'Caseload' as source
    from staging.rate

    union all by name

    select
        agreement_id, reviewed_on as on_day, 'statutory_review' as kind, 'statutory_review:' || reviewed_on as event_id,
        'A statutory review was held' || coalesce(' (' || replace(review.kind, '_', ' ') || ')', '') || '.' as what, 'Outcome: ' || outcome as reason, 'Caseload' as source
    from staging.statutory_review as review

    union all by name

    select
        agreement.agreement_id, absence.from_date as on_day, 'absence' as kind, 'absence:' || absence.from_date as event_id,
        'The person was away (' || coalesce(absence.kind, 'not known why') || ') from ' || words.day(absence.from_date) || coalesce(' to ' || words.day(absence.to_date), ', and nobody knows until when')
            || '.' as what,
        'Caseload' as source, true as is_health
    from staging.absence
    join staging.agreement using (person_id)

    union all by name

    select
        account.agreement_id, statement.received_at::date as on_day, statement.received_at as happened_at, 'statement' as kind, 'statement:' || statement.statement_id as event_id,
        'A statement came for ' || words.day(statement.from_date) || ' to ' || words.day(statement.to_date) || ': ' || statement.lines || case when statement.lines = 1 then ' line, ' else ' lines, ' end
            || words.pounds(statement.credits) || ' in, ' || words.pounds(statement.debits) || ' out' || coalesce(', ' || words.pounds(statement.closing_balance) || ' at the end', '')
            || case when withdrawn.statement_id is not null then '. It was withdrawn later' else '' end || '.' as what,
        statement.closing_balance as amount, statement.received_by as by_whom, 'review' as link_kind, null as link_id, statement.account_id, statement.from_date as opens_on,
        'File ' || file.file_name || ', SHA-256 ' || statement.file_sha256 as source
    from raw.statement
    join raw.file using (file_sha256)
    join staging.account using (account_id)
    left join decisions.statement_withdrawn as withdrawn using (statement_id)

    union all by name

    select
        account.agreement_id, withdrawn.decided_at::date as on_day, withdrawn.decided_at as happened_at, 'statement' as kind, 'statement_withdrawn:' || withdrawn.statement_id as event_id,
        'The statement for ' || words.day(statement.from_date) || ' to ' || words.day(statement.to_date) || ' was withdrawn: nothing counts it.' as what,
        withdrawn.decided_by as by_whom, withdrawn.reason, 'review' as link_kind, statement.account_id, statement.from_date as opens_on,
        'File ' || file.file_name || ', SHA-256 ' || statement.file_sha256 as source
    from decisions.statement_withdrawn as withdrawn
    join raw.statement using (statement_id)
    join raw.file using (file_sha256)
    join staging.account on account.account_id = statement.account_id

    union all by name

    select
        review.agreement_id, completed_at::date as on_day, completed_at as happened_at, 'review' as kind, 'review:' || review_id as event_id,
        'The statements of ' || words.day(period_from) || ' to ' || words.day(period_to) || ' were reviewed: ' || findings_raised || case when findings_raised = 1 then ' finding, ' else ' findings, ' end
            || findings_upheld || ' upheld' || coalesce(', a difference of ' || words.pounds(nullif(difference, 0)), '') || '.' as what,
        nullif(difference, 0) as amount, completed_by as by_whom, explanation as reason, 'review' as link_kind, account_id, period_from as opens_on, 'Review ' || review_id as source
    from decisions.review

    union all by name

    select
        review.agreement_id, reopened.decided_at::date as on_day, reopened.decided_at as happened_at, 'review' as kind, 'review_reopened:' || review_id as event_id,
        'The review of ' || words.day(review.period_from) || ' to ' || words.day(review.period_to) || ' was reopened.' as what,
        reopened.decided_by as by_whom, reopened.reason, 'review' as link_kind, review.account_id, review.period_from as opens_on, 'Review ' || review_id as source
    from decisions.review_reopened as reopened
    join decisions.review using (review_id)

    union all by name

    -- A payment that did not come stands on the day it was due; any other finding on the day it was first seen.
    select
        account.agreement_id, case when finding.rule_id = 'payment_gap' then coalesce(finding.occurred_on, finding.first_seen_on) else finding.first_seen_on end as on_day,
        run.ran_at as happened_at, case when finding.rule_id = 'payment_gap' then 'payment_missing' else 'finding' end as kind, 'finding:' || finding.finding_id as event_id,
        case when finding.rule_id = 'payment_gap' then 'A payment did not come when it was due' else 'First seen' end || ': ' || finding.first_message as what, finding.amount,
        'review' as link_kind, finding.finding_id as link_id, account.account_id, finding.occurred_on as opens_on, 'Finding ' || finding.finding_id as source
    from finding
    join staging.account using (account_id)
    left join findings.run as run on run.run_id = finding.first_run_id

    union all by name

    select
        account.agreement_id, finding.last_seen_on as on_day, run.ran_at as happened_at, case when finding.rule_id = 'payment_gap' then 'payment_missing' else 'finding' end as kind,
        'finding_gone:' || finding.finding_id as event_id, 'With newer statements or decisions this no longer stands: ' || finding.message as what,
        'review' as link_kind, finding.finding_id as link_id, account.account_id, finding.occurred_on as opens_on, 'Finding ' || finding.finding_id as source
    from finding
    join staging.account using (account_id)
    left join findings.run as run on run.run_id = finding.last_run_id
    where finding.state = 'gone'

    union all by name

    select
        account.agreement_id, verdict.decided_at::date as on_day, verdict.decided_at as happened_at, case when verdict.verdict in ('query', 'evidence_asked') then 'question' else 'verdict' end as kind,
        'verdict:' || verdict.verdict_id as event_id,
        case verdict.verdict
            when 'explained' then 'Taken as explained: '
            when 'upheld' then 'Upheld: '
            when 'query' then 'To be asked about: '
            when 'evidence_asked' then 'Evidence to be asked for: '
        end || coalesce(finding.first_message, words.pounds(abs(line.amount)) || ' on ' || words.day(line.posted_on) || ', ' || line.description || '.', 'a payment.') as what,
        coalesce(finding.amount, abs(line.amount)) as amount, verdict.decided_by as by_whom, verdict.reason,
        'review' as link_kind, verdict.exception_id as link_id, account.account_id, coalesce(finding.occurred_on, line.posted_on) as opens_on, 'Verdict ' || verdict.verdict_id as source
    from decisions.verdict
    anti join decisions.verdict_undone using (verdict_id)
    join staging.account using (account_id)
    left join finding
        on finding.account_id = verdict.account_id
        and finding.finding_id = verdict.exception_id
    left join reconciliation.transaction as line
        on line.agreement_id = account.agreement_id
        and line.account_id = account.account_id
        and line.transaction_id = verdict.exception_id

    union all by name

    select
        agreement_id, on_day, happened_at, case when kind in ('write_off', 'adjustment') then 'debt' else kind end as kind, 'step:' || kind || ':' || case_id || ':' || step_number as event_id,
        what, amount, by_whom, reason, link_kind, link_id, upper(left(kind, 1)) || replace(substr(kind, 2), '_', '-') || ' ' || case_id as source
    from dashboards.step_said

    union all by name

    select
        agreement_id, on_day, decided_at as happened_at, 'surplus' as kind, 'surplus_receipt:' || receipt_id as event_id,
        case when amount < 0 then words.pounds(-amount) || ' that had been matched to the surplus was taken back.' else words.pounds(amount) || ' of the surplus came back.' end as what,
        amount, decided_by as by_whom, reason, 'surplus' as link_kind, surplus_id as link_id,
        case when receipt_number is not null then 'Receipt ' || receipt_number else 'Line ' || coalesce(transaction_id, receipt_id) end as source
    from decisions.surplus_receipt

    union all by name

    -- What was raised and what was written off are steps already.
    select
        agreement_id, on_day, decided_at as happened_at, 'debt' as kind, 'debt_entry:' || entry_id as event_id,
        case
            when kind = 'paid' and amount <= 0 then words.pounds(-amount) || ' of the debt was paid.'
            when kind = 'paid' then words.pounds(amount) || ' that had been paid came back.'
            when amount < 0 then 'The debt was corrected: ' || words.pounds(-amount) || ' less.'
            else 'The debt was corrected: ' || words.pounds(amount) || ' more.'
        end as what,
        abs(amount) as amount, decided_by as by_whom, reason, 'debt' as link_kind, debt_id as link_id, 'Debt ' || debt_id || coalesce(', receipt ' || receipt_number, '') as source
    from decisions.debt_entry
    where kind in ('paid', 'adjusted')

    union all by name

    select
        agreement_id, from_date as on_day, decided_at as happened_at, 'hold' as kind, 'hold:' || hold_id as event_id,
        'The clocks stood still from ' || words.day(from_date) || coalesce(' to ' || words.day(to_date), '') || ' (' || replace(kind, '_', ' ') || '): no letter went out and nothing was taken.' as what,
        decided_by as by_whom, reason, 'hold' as link_kind, hold_id as link_id, 'Hold ' || hold_id as source, kind in ('hospital', 'mental_health') as is_health
    from decisions.hold

    union all by name

    select
        hold.agreement_id, ended.ended_on as on_day, ended.decided_at as happened_at, 'hold' as kind, 'hold_ended:' || hold.hold_id as event_id,
        'The clocks ran again from ' || words.day(ended.ended_on) || '.' as what, ended.decided_by as by_whom, ended.reason, 'hold' as link_kind, hold.hold_id as link_id,
        'Hold ' || hold.hold_id as source, hold.kind in ('hospital', 'mental_health') as is_health
    from decisions.hold_ended as ended
    join decisions.hold using (hold_id)

    union all by name

    select
        agreement_id, written_on as on_day, decided_at as happened_at, 'letter' as kind, 'letter:' || letter_id as event_id,
        'A letter to ' || addressee_name || ' was written: ' || replace(template, '_', ' ') || ', ' || reference || coalesce(', ' || words.pounds(amount), '') || '.' as what,
        amount, decided_by as by_whom, 'letter' as link_kind, letter_id as link_id, 'Letter ' || reference || ', SHA-256 ' || file_sha256 as source
    from decisions.letter
    where not is_restricted

    union all by name

    select
        letter.agreement_id, sent.sent_on as on_day, sent.decided_at as happened_at, 'letter' as kind, 'letter_sent:' || letter.letter_id as event_id,
        'A letter to ' || letter.addressee_name || ' went out '
            || case sent.how when 'post' then 'by post' when 'by_hand' then 'by hand' when 'portal' then 'through the customer portal' when 'email' then 'by e-mail' else 'by ' || sent.how end
            || ': ' || replace(letter.template, '_', ' ') || ', ' || letter.reference || coalesce(', ' || words.pounds(letter.amount), '') || '.' as what,
        letter.amount, sent.decided_by as by_whom, 'letter' as link_kind, letter.letter_id as link_id, 'Letter ' || letter.reference || ', SHA-256 ' || letter.file_sha256 as source
    from decisions.letter_sent as sent
    join decisions.letter using (letter_id)
    where not letter.is_restricted

    union all by name

    select
        letter.agreement_id, aside.decided_at::date as on_day, aside.decided_at as happened_at, 'letter' as kind, 'letter_set_aside:' || letter.letter_id as event_id,
        'The letter ' || letter.reference || ' was set aside and did not go out.' as what,
        aside.decided_by as by_whom, aside.reason, 'letter' as link_kind, letter.letter_id as link_id, 'Letter ' || letter.reference || ', SHA-256 ' || letter.file_sha256 as source
    from decisions.letter_set_aside as aside
    join decisions.letter using (letter_id)
    where not letter.is_restricted

    union all by name

    select
        agreement_id, from_date as on_day, decided_at as happened_at, 'tier' as kind, 'tier:' || tier_id as event_id,
        'From this day the agreement is watched as ' || replace(tier, '_', ' ') || '.' as what, decided_by as by_whom, reason, 'Decision ' || tier_id as source
    from decisions.monitoring_tier

    union all by name

    select
        agreement_id, decided_at::date as on_day, decided_at as happened_at, 'recommendation' as kind, 'recommendation:' || recommendation_id as event_id,
        'Another way of being paid was recommended to the practitioner: ' || replace(to_account_type, '_', ' ') || '.' as what, decided_by as by_whom, grounds as reason,
        case when letter_id is not null then 'letter' end as link_kind, letter_id as link_id, 'Recommendation ' || recommendation_id as source
    from decisions.recommendation

    union all by name

    -- What was corrected stands as it was corrected; what was withdrawn does not belong in this case.
    select
        entry.agreement_id, entry.on_day, entry.decided_at as happened_at, entry.kind, 'entry:' || entry.entry_id as event_id,
        case entry.kind
            when 'note' then 'A note was made.'
            when 'call' then 'There was a telephone call.'
            when 'visit' then 'There was a visit.'
            when 'task' then 'A task was set' || coalesce(', due on ' || words.day(entry.due_on), '') || '.'
            else 'Something was written down (' || entry.kind || ').'
        end as what,
        entry.decided_by as by_whom, coalesce('With ' || entry.with_whom || ': ', '') || entry.said as reason, 'entry' as link_kind, entry.entry_id as link_id,
        'Entry ' || entry.entry_id as source
    from decisions.entry
    anti join decisions.entry as newer on newer.corrects = entry.entry_id
    anti join decisions.entry_withdrawn as withdrawn on withdrawn.entry_id = entry.entry_id

    union all by name

    select
        done.agreement_id, done.on_day, done.decided_at as happened_at, 'task' as kind, 'task_done:' || done.entry_id as event_id, 'A task was done.' as what,
        done.decided_by as by_whom, coalesce(done.outcome, entry.said) as reason, 'entry' as link_kind, done.entry_id as link_id, 'Entry ' || done.entry_id as source
    from decisions.task_done as done
    join decisions.entry using (entry_id)
    anti join decisions.entry_withdrawn as withdrawn on withdrawn.entry_id = done.entry_id

    union all by name

    select
        agreement_id, on_day, decided_at as happened_at, 'document' as kind, 'document:' || document_id as event_id,
        'A document of this day is kept: ' || title || ' (' || replace(kind, '_', ' ') || ').' as what, decided_by as by_whom, 'document' as link_kind, document_id as link_id,
        'File ' || file_name || ', SHA-256 ' || file_sha256 as source
    from decisions.document
    anti join decisions.document_withdrawn using (document_id)

    union all by name

    select
        agreement_id, on_day, decided_at as happened_at, 'officer_move' as kind, 'case_move:' || move_id as event_id,
        'The case went' || coalesce(' from ' || from_officer, '') || ' to ' || to_officer || '.' as what, decided_by as by_whom, note as reason, 'Move ' || move_id as source
    from decisions.case_move
)

select
    event.event_id,
    event.agreement_id,
    agreement.council,
    agreement.officer,
    event.account_id,
    event.on_day,
    event.happened_at,
    period.period_from,
    event.kind,
    event.what,
    event.by_whom,
    event.reason,
    event.source,
    -- A review is opened at its period; where there is none, there is nothing to open.
    case when event.link_kind = 'review' and period.period_from is null then null else event.link_kind end as link_kind,
    event.link_id,
    event.amount,
    event.is_health is true as is_health
from event
join staging.agreement using (agreement_id)
left join staging.review_period as period
    on period.agreement_id = event.agreement_id
    and period.account_id = event.account_id
    and event.opens_on between period.period_from and period.period_to
