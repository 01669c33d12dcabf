/*
title = "Money moved to a private person"
why = "Once moved to a private account, nobody can see what the money was used for."
severity = "high"
ask = "What was this transfer for, and what did it pay for?"
policy = []
owner = "Direct payments team"
reviewed = 2026-11-22
*/
select
    line.transaction_id as subject_id,
    line.agreement_id,
    line.account_id,
    line.transaction_id,
    (-line.amount)::decimal(18, 2) as amount,
    line.posted_on as occurred_on,
    'high' as severity,
    words.pounds(-line.amount) || ' was moved on ' || words.day(line.posted_on) || ' to an account of '
        || coalesce(line.payee, 'a private person') || ', who is not a payee of the plan.' as message
from reconciliation.transaction as line
where line.spend_category = 'transfer' and line.amount < 0 and line.is_internal is not true

union all

-- Sent as banks send money to people, to what reads like a person's name, and nobody has said who that is.
select
    line.transaction_id,
    line.agreement_id,
    line.account_id,
    line.transaction_id,
    (-line.amount)::decimal(18, 2),
    line.posted_on,
    'high',
    words.pounds(-line.amount) || ' was sent on ' || words.day(line.posted_on) || ' to ' || line.payee || ', whom nobody has named as a payee.'
from reconciliation.transaction as line
where line.spend_category = 'query' and line.amount < 0
    and regexp_matches(
        ' ' || upper(concat_ws(' ', line.kind, line.description)) || ' ',
        '[^A-Z0-9](FPO|FP|FPS|FASTER PAYMENT|FASTER PAYMENTS|TFR|TRF|TRANSFER|BANK TRANSFER|BP|BILL PAYMENT|SO|STO|STANDING ORDER|MOBILE PAYMENT|PAYMENT TO|OBP)[^A-Z0-9]'
    )
    and regexp_matches(line.payee_key, '^((MR|MRS|MS|MISS|MX|DR) )?[A-Z]+ [A-Z]{2,}( [A-Z]{2,})?$')
    and not regexp_matches(
        line.payee_key,
        '\b(LTD|LIMITED|PLC|LLP|CIC|CO|COMPANY|CARE|CARES|CARING|AGENCY|SERVICE|SERVICES|SHOP|STORE|STORES|CAFE|TAXI|TAXIS|CABS|INVOICE|INV|BILL|CLUB|GROUP|CENTRE|CENTER|SCHOOL|COLLEGE|TRUST|CHARITY|CHURCH|UK|GB|THE|AND|OF|COUNCIL|BANK|INSURANCE|PHARMACY|CHEMIST|GARDEN|GARDENS|TRAVEL|MOBILITY|EQUIPMENT|SUPPLIES|ONLINE|COM|PAYPAL|AMAZON|EBAY|WAGES|PAYROLL|HMRC|NEST|ENERGY|WATER|GAS|HOUSING|HOMES|HOTEL|INN|ARMS|FOODS|MARKET|CLEANING|SUPPORT|HOME|DAY|RESPITE|STATION|SERVICES)\b'
    )
