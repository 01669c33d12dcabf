/*
number = 1
title = "Signed before the first payment"
question = "Was the agreement signed before the first money was paid?"
case = "one row per agreement that ran in the year and was paid"
source = "Care Act 2014 s31; internal audit, Reading 2022/23"
not_held = ["What the paper says and who signed it: file the signed agreement with the case's documents."]
seen_by = "see_whole_audit"
*/
with signed as (
    select
        agreement.*,
        least(agreement.agreement_signed_on, paper.on_day) as signed_on,
        -- A column that the council's extract never fills says nothing; one that is filled for others leaves a gap.
        count(agreement.agreement_signed_on) over (partition by agreement.council) > 0 as is_told
    from staging.agreement
    left join (
        select document.agreement_id, min(document.on_day) as on_day
        from decisions.document
        anti join decisions.document_withdrawn using (document_id)
        where document.kind = 'agreement'
        group by document.agreement_id
    ) as paper using (agreement_id)
),

scheduled as (
    select agreement_id, min(paid_on) as first_on
    from staging.payment
    where amount > 0 and paid_on <= $to_day::date
    group by agreement_id
),

seen as (
    select
        line.agreement_id,
        min(line.posted_on) as first_on,
        sum(line.amount) filter (where coalesce(line.posted_on < signed.signed_on, true)) as before_signed
    from reconciliation.transaction as line
    join signed using (agreement_id)
    where line.spend_category = 'council_payment' and line.amount > 0 and line.posted_on <= $to_day::date
    group by line.agreement_id
),

paid as (
    select
        signed.*,
        least(scheduled.first_on, seen.first_on) as first_paid_on,
        coalesce(seen.before_signed, 0)::decimal(18, 2) as before_signed
    from signed
    left join scheduled using (agreement_id)
    left join seen using (agreement_id)
    where signed.start_date <= $to_day::date
        and coalesce(signed.end_date >= $from_day::date, true)
        and least(scheduled.first_on, seen.first_on) is not null
)

select
    council,
    officer,
    agreement_id,
    null::varchar as kind,
    null::varchar as case_id,
    first_paid_on as on_day,
    case
        when signed_on <= first_paid_on then 'passed'
        when signed_on > first_paid_on or is_told then 'failed'
        when not is_told then 'not_testable'
    end as result,
    case
        when signed_on <= first_paid_on then 'Signed on ' || words.day(signed_on) || ', first paid on ' || words.day(first_paid_on) || '.'
        when signed_on > first_paid_on then 'First paid on ' || words.day(first_paid_on) || ', signed ' || words.many(signed_on - first_paid_on, 'day') || ' later, on ' || words.day(signed_on) || '.'
        when is_told then 'First paid on ' || words.day(first_paid_on) || '. No day of a signature is on record.'
        when not is_told then 'No day of a signature comes with the extract: agreements.csv, agreement_signed_on.'
    end as saw,
    case when signed_on > first_paid_on or (signed_on is null and is_told) then before_signed end::decimal(18, 2) as amount
from paid
