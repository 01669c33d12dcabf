-- Months of a report, and the law's own days.
create schema months;

-- One row per month between two days: its first day, and its last day or the day the report ends.
create macro months.between(from_day, to_day) as table
    select
        month::date as month,
        least((month + interval 1 month)::date - 1, to_day::date) as last_day
    from (select unnest(generate_series(date_trunc('month', from_day::date)::timestamp, to_day::timestamp, interval 1 month)) as month);

create macro months.of(on_day) as date_trunc('month', on_day)::date;

create schema law;

-- No council's choice: at least once in the first six months, then at intervals of no more than twelve (SI 2014/2871 reg 7);
-- a personal health budget first within three (NHS (Direct Payments) Regulations 2013).
create macro law.first_review_due(start_date, legal_basis) as
    case
        when legal_basis = 'phb' then (start_date + interval 3 months)::date
        when legal_basis <> 'phb' or legal_basis is null then start_date + 182
    end;

create macro law.next_review_due(reviewed_on) as reviewed_on + 365;
