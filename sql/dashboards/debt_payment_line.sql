/*
summary = "Lines that may have paid a debt: into the account for a contribution, out of it to the council for another debt, after it fell due and used for nothing else."
grain = "one row per debt and line"
kept = "view"
seen_by = "see_case"
*/
with used as (
    select transaction_id
    from (
        select transaction_id, -amount as amount from decisions.debt_entry
        union all
        select transaction_id, amount from decisions.surplus_receipt
    )
    where transaction_id is not null
    group by transaction_id
    having sum(amount) <> 0
)

select
    debt.debt_id,
    line.transaction_id,
    debt.agreement_id,
    debt.council,
    debt.officer,
    line.posted_on,
    line.description,
    line.amount,
    case when line.amount < 0 then -line.amount end as money_out,
    case when line.amount > 0 then line.amount end as money_in
from trackers.debt_balance as debt
join reconciliation.transaction as line using (agreement_id)
anti join used on used.transaction_id = line.transaction_id
where debt.outstanding > 0
    and line.spend_category = 'client_contribution'
    -- Out of the direct payment no contribution is paid (Ombudsman, Oldham 19 012 063).
    and case when debt.kind = 'contribution' then line.amount > 0 else line.amount < 0 end
    and line.posted_on >= debt.due_from
    and coalesce(line.posted_on > debt.known_to, true)
