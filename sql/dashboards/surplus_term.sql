/*
summary = "The terms of a surplus, live, or as they were when the person was told."
grain = "one row per agreement and term, and one per frozen surplus and term"
kept = "view"
seen_by = "see_case"
*/
with every as (
    select agreement_id, null as surplus_id, term, words, lines, proposed, amount, reason, amended_by
    from reconciliation.surplus_term

    union all

    select agreement_id, surplus_id, term, words, lines, proposed, amount, reason, null
    from decisions.surplus_term
)

select
    every.agreement_id,
    every.surplus_id,
    agreement.council,
    agreement.officer,
    every.term,
    every.words,
    every.lines,
    every.reason,
    every.amended_by,
    every.proposed,
    every.amount,
    -- In the order of the sum.
    list_position(['balance', 'unpresented', 'unpaid_wages', 'invoices', 'hmrc', 'holiday', 'insurance', 'notice_and_redundancy', 'one_offs', 'retained'], every.term) as place
from every
join staging.agreement using (agreement_id)
