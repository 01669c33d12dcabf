/*
summary = "Totals of a case from one day to another: what the council and the person paid in, what was spent, and money that came back."
grain = "one row per agreement and figure"
kept = "view"
seen_by = "see_case"
*/
with line as (
    select
        agreement_id,
        case
            when spend_category = 'council_payment' and amount > 0 then 'council_paid'
            when spend_category = 'client_contribution' and amount > 0 then 'contribution'
            when spend_category = 'health_payment' and amount > 0 then 'health_paid'
            when amount > 0 then 'other_income'
            when amount <= 0 then 'spent'
        end as figure,
        abs(amount) as amount
    from reconciliation.transaction
    where posted_on between $since::date and $as_at::date
),

figure as (
    select agreement_id, figure, amount
    from line

    union all

    select agreement_id, 'surplus_told', amount
    from decisions.step
    where kind = 'surplus' and step = 'notify' and on_day between $since::date and $as_at::date

    union all

    select agreement_id, 'surplus_back', amount
    from decisions.surplus_receipt
    where on_day between $since::date and $as_at::date

    union all

    select
        agreement_id,
        case when kind = 'raised' then 'debt_raised' when kind = 'paid' then 'debt_paid' when kind in ('adjusted', 'written_off') then 'debt_taken_off' end,
        case when kind = 'raised' then amount else -amount end
    from decisions.debt_entry
    where on_day between $since::date and $as_at::date
)

select
    figure.agreement_id,
    agreement.council,
    agreement.officer,
    list_position(
        ['council_paid', 'contribution', 'health_paid', 'other_income', 'spent', 'surplus_told', 'surplus_back', 'debt_raised', 'debt_paid', 'debt_taken_off'], figure.figure
    ) as place,
    figure.figure,
    sum(figure.amount)::decimal(18, 2) as amount
from figure
join staging.agreement using (agreement_id)
group by figure.agreement_id, agreement.council, agreement.officer, figure.figure
