-- How old a debt is, and the last day on which it can be claimed (Limitation Act 1980; Care Act 2014 s69(3)).
create schema debts;

create macro debts.last_claim_on(due_from, years) as (due_from + to_years((years)::integer))::date;

create macro debts.band(due_from, as_at, last_claim_on, warning_days) as
    case
        when as_at > last_claim_on then 'past_limit'
        when as_at >= last_claim_on - (warning_days)::integer then 'near_limit'
        when as_at - due_from <= 30 then 'days_0_30'
        when as_at - due_from <= 60 then 'days_31_60'
        when as_at - due_from <= 90 then 'days_61_90'
        when as_at - due_from <= 365 then 'days_91_365'
        when as_at - due_from > 365 then 'over_a_year'
    end;
