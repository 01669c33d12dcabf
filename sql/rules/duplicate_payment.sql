/*
title = "The same payment twice"
why = "Paying an invoice twice is the commonest loss that a statement shows."
severity = "medium"
ask = "Were there two invoices, or should one be paid back?"
policy = ["duplicate_days", "duplicate_over"]
owner = "Direct payments team"
reviewed = 2026-11-22
*/
select
    later.transaction_id as subject_id,
    later.agreement_id,
    later.account_id,
    later.transaction_id,
    (-later.amount)::decimal(18, 2) as amount,
    later.posted_on as occurred_on,
    'medium' as severity,
    later.payee || ' was paid ' || words.pounds(-later.amount) || ' on ' || words.day(earlier.posted_on)
        || case when later.posted_on = earlier.posted_on then ' twice.' else ' and again on ' || words.day(later.posted_on) || '.' end as message
from reconciliation.transaction as later
join staging.policy as days
    on days.council = later.council and days.setting = 'duplicate_days'
    and later.posted_on between days.effective_from and days.effective_to
join staging.policy as over
    on over.council = later.council and over.setting = 'duplicate_over'
    and later.posted_on between over.effective_from and over.effective_to
join reconciliation.transaction as earlier
    on earlier.account_id = later.account_id
    and earlier.payee = later.payee
    and earlier.amount = later.amount
    and later.posted_on - earlier.posted_on between 0 and days.value::integer
    and (earlier.posted_on, earlier.day_position, earlier.transaction_id) < (later.posted_on, later.day_position, later.transaction_id)
where later.amount < -over.value
    and later.spend_category not in ('cash', 'bank_charge', 'transfer')
    -- Two invoice numbers are two invoices.
    and regexp_extract(upper(later.description), '\b(?:INV|INVOICE|BILL)[^A-Z0-9]*([A-Z]*[0-9]+)', 1)
        is not distinct from regexp_extract(upper(earlier.description), '\b(?:INV|INVOICE|BILL)[^A-Z0-9]*([A-Z]*[0-9]+)', 1)
    -- What came back in between was paid again, not twice.
    and not exists (
        from reconciliation.transaction as back
        where back.account_id = later.account_id
            and back.amount = -later.amount
            and back.posted_on between earlier.posted_on and later.posted_on
    )
    -- Of two statements that contradict each other on that day, that is the question, not this.
    and not exists (
        from reconciliation.overlap_conflict as conflict
        where conflict.account_id = later.account_id
            and conflict.posted_on in (earlier.posted_on, later.posted_on)
            and conflict.amount = later.amount
            and earlier.statement_id <> later.statement_id
    )
qualify row_number() over (
    partition by later.account_id, later.transaction_id
    order by earlier.posted_on desc, earlier.transaction_id
) = 1
