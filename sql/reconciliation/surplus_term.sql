/*
summary = "What stands between the balance and a surplus, term by term, each with what it is made of: as proposed, or as a person amended it."
grain = "one row per agreement and term"
kept = "table"
recomputed = "by account"
*/
with basis as (
    select
        basis.*,
        -- Employers settle tax months that end on the 5th; what was paid settles up to the 5th before it.
        paid.on_day as hmrc_paid_on,
        case
            when paid.on_day is null then greatest(basis.start_date, basis.basis_on - 182)
            when day(paid.on_day) > 5 then date_trunc('month', paid.on_day)::date + 5
            else (date_trunc('month', paid.on_day) - interval 1 month)::date + 5
        end as taxed_from,
        hmrc.value as hmrc_percent,
        holiday.value as holiday_percent,
        back.value::integer * 7 as holiday_days,
        notice.value as notice_weeks,
        redundancy.value * case when years.years >= 2 then years.years else 0 end as redundancy_weeks,
        ahead.value::integer as insurance_days,
        case when basis.has_ended then 0 else greatest(weeks.value, basis.float_weeks) end as weeks
    from reconciliation.surplus_basis as basis
    join staging.policy as hmrc on hmrc.council = basis.council and hmrc.setting = 'hmrc_percent' and basis.basis_on between hmrc.effective_from and hmrc.effective_to
    join staging.policy as holiday on holiday.council = basis.council and holiday.setting = 'holiday_percent' and basis.basis_on between holiday.effective_from and holiday.effective_to
    join staging.policy as back on back.council = basis.council and back.setting = 'holiday_weeks_back' and basis.basis_on between back.effective_from and back.effective_to
    join staging.policy as notice on notice.council = basis.council and notice.setting = 'notice_weeks' and basis.basis_on between notice.effective_from and notice.effective_to
    join staging.policy as redundancy
        on redundancy.council = basis.council and redundancy.setting = 'redundancy_weeks_per_year' and basis.basis_on between redundancy.effective_from and redundancy.effective_to
    join staging.policy as ahead on ahead.council = basis.council and ahead.setting = 'insurance_days_ahead' and basis.basis_on between ahead.effective_from and ahead.effective_to
    join staging.policy as weeks on weeks.council = basis.council and weeks.setting = 'surplus_weeks' and basis.basis_on between weeks.effective_from and weeks.effective_to
    cross join lateral (select datesub('year', basis.start_date, least(basis.basis_on, basis.end_date)) as years) as years
    left join lateral (
        select max(line.posted_on) as on_day
        from reconciliation.transaction as line
        where line.agreement_id = basis.agreement_id and line.spend_category = 'hmrc' and line.amount < 0 and line.posted_on <= basis.basis_on
    ) as paid on true
),

-- What an officer noted as owed in the period that holds the day.
noted as (
    select
        basis.agreement_id,
        case item.kind when 'cheque' then 'unpresented' when 'wages' then 'unpaid_wages' when 'hmrc' then 'hmrc' when 'invoice' then 'invoices' when 'other' then 'invoices' end as term,
        sum(item.amount)::decimal(18, 2) as amount,
        list({'on': item.period_from, 'description': item.description, 'amount': item.amount::varchar} order by item.decided_at, item.item_id) as lines
    from basis
    join staging.account
        on account.agreement_id = basis.agreement_id
    join staging.review_period as period
        on period.account_id = account.account_id
        and basis.basis_on between period.period_from and period.period_to
    join staging.outstanding_item as item
        on item.account_id = account.account_id
        and item.period_from between period.period_from and period.period_to
    group by all
),

wage as (
    select
        basis.agreement_id,
        -line.amount as amount,
        {'on': line.posted_on, 'description': line.description, 'amount': (-line.amount)::varchar} as line,
        line.posted_on >= basis.taxed_from as is_untaxed,
        line.posted_on > basis.basis_on - basis.holiday_days as is_recent
    from basis
    join reconciliation.transaction as line
        on line.agreement_id = basis.agreement_id
        and line.posted_on between least(basis.taxed_from, basis.basis_on - basis.holiday_days) and basis.basis_on
    where basis.employs_pa and line.spend_category = 'pa_wages' and line.amount < 0
),

earned as (
    select
        agreement_id,
        coalesce(sum(amount) filter (where is_untaxed), 0)::decimal(18, 2) as untaxed,
        list(line order by line) filter (where is_untaxed) as untaxed_lines,
        coalesce(sum(amount) filter (where is_recent), 0)::decimal(18, 2) as recent,
        list(line order by line) filter (where is_recent) as recent_lines
    from wage
    group by agreement_id
),

insured as (
    select
        basis.agreement_id,
        max_by(-line.amount, (line.posted_on, -line.amount)) as amount,
        max(line.posted_on) as posted_on,
        max_by(line.description, (line.posted_on, -line.amount)) as description
    from basis
    join reconciliation.transaction as line
        on line.agreement_id = basis.agreement_id
        and line.posted_on between basis.basis_on - 400 and basis.basis_on
    where line.spend_category = 'insurance' and line.amount < 0
    group by basis.agreement_id
),

-- Agreed once, and not spent since.
one_off as (
    select
        basis.agreement_id,
        sum(greatest(plan_line.one_off_amount - coalesce(spent.amount, 0), 0))::decimal(18, 2) as amount,
        list({'on': plan_line.from_date, 'description': coalesce(plan_line.note, plan_line.spend_category), 'amount': greatest(plan_line.one_off_amount - coalesce(spent.amount, 0), 0)::varchar}
            order by plan_line.plan_line_id) as lines
    from basis
    join staging.plan_line
        on plan_line.agreement_id = basis.agreement_id
        and plan_line.one_off_amount is not null
        and coalesce(plan_line.from_date, basis.start_date) >= basis.basis_on - 365
        and coalesce(plan_line.to_date, date '9999-12-31') >= basis.basis_on
    left join lateral (
        select sum(-line.amount) as amount
        from reconciliation.transaction as line
        where line.agreement_id = basis.agreement_id
            and line.spend_category = plan_line.spend_category
            and line.posted_on >= coalesce(plan_line.from_date, basis.start_date)
            and line.posted_on <= basis.basis_on
    ) as spent on true
    group by basis.agreement_id
),

proposed as (
    select agreement_id, 'balance' as term, 'In the account on ' || words.day(basis_on) as words, balance as amount, lines
    from basis

    union all

    select basis.agreement_id, kind.term, kind.words, coalesce(noted.amount, 0), to_json(coalesce(noted.lines, []))::varchar
    from basis
    cross join (values ('unpresented', 'Cheques not cashed yet'), ('unpaid_wages', 'Wages not paid yet'), ('invoices', 'Invoices not paid yet')) as kind (term, words)
    left join noted on noted.agreement_id = basis.agreement_id and noted.term = kind.term

    union all

    select
        basis.agreement_id,
        'hmrc',
        case
            when noted.amount is not null then 'Tax owed to HMRC'
            when not employs_pa then 'Tax owed to HMRC: no employer'
            when weekly_hmrc is not null then 'Tax since ' || words.day(taxed_from) || ', ' || words.pounds(weekly_hmrc) || ' a week as planned'
            else 'Tax on wages since ' || words.day(taxed_from) || ', ' || rtrim(rtrim(hmrc_percent::varchar, '0'), '.') || ' % of ' || words.pounds(coalesce(earned.untaxed, 0))
        end,
        case
            when noted.amount is not null then noted.amount
            when not employs_pa then 0
            when weekly_hmrc is not null then sums.share(weekly_hmrc, greatest(basis_on - taxed_from + 1, 0), 7)
            else sums.share(coalesce(earned.untaxed, 0), (hmrc_percent * 100)::integer, 10000)
        end,
        to_json(case when noted.amount is not null then noted.lines when employs_pa and weekly_hmrc is null then coalesce(earned.untaxed_lines, []) else [] end)::varchar
    from basis
    left join noted on noted.agreement_id = basis.agreement_id and noted.term = 'hmrc'
    left join earned on earned.agreement_id = basis.agreement_id

    union all

    select
        basis.agreement_id,
        'holiday',
        'Holiday earned and not taken, ' || rtrim(rtrim(holiday_percent::varchar, '0'), '.') || ' % of ' || words.pounds(coalesce(earned.recent, 0)) || ' wages in ' || holiday_days // 7 || ' weeks',
        sums.share(coalesce(earned.recent, 0), (holiday_percent * 100)::integer, 10000),
        to_json(coalesce(earned.recent_lines, []))::varchar
    from basis
    left join earned on earned.agreement_id = basis.agreement_id

    union all

    select
        basis.agreement_id,
        'insurance',
        case when is_due then 'Employer''s insurance, which runs out on ' || words.day(insurance_expires_on) else 'Employer''s insurance: not due' end,
        case when is_due then coalesce(insured.amount, 0) else 0 end,
        to_json(case when is_due and insured.amount is not null then [{'on': insured.posted_on, 'description': 'As last paid: ' || insured.description, 'amount': insured.amount::varchar}] else [] end)::varchar
    from basis
    left join insured on insured.agreement_id = basis.agreement_id
    cross join lateral (select employs_pa and not has_ended and coalesce(insurance_expires_on between basis_on and basis_on + insurance_days, false) as is_due) as due

    union all

    select
        agreement_id,
        'notice_and_redundancy',
        case when employs_pa
            then 'Notice and redundancy: ' || rtrim(rtrim((notice_weeks + redundancy_weeks)::varchar, '0'), '.') || ' weeks of ' || words.pounds(weekly_wages) || ' wages'
            else 'Notice and redundancy: no employer'
        end,
        case when employs_pa then sums.share(weekly_wages, ((notice_weeks + redundancy_weeks) * 100)::integer, 100) else 0 end,
        '[]'
    from basis

    union all

    select basis.agreement_id, 'one_offs', 'Agreed for once and not spent yet', coalesce(one_off.amount, 0), to_json(coalesce(one_off.lines, []))::varchar
    from basis
    left join one_off on one_off.agreement_id = basis.agreement_id

    union all

    select
        agreement_id,
        'retained',
        case
            when has_ended then 'The agreement ended on ' || words.day(end_date) || ': no weeks stay'
            else rtrim(rtrim(weeks::varchar, '0'), '.') || ' weeks of ' || words.pounds(weekly_base) || ' that stay'
        end,
        case when has_ended then 0 else sums.share(weekly_base, (weeks * 100)::integer, 100) end,
        '[]'
    from basis
)

select
    basis.account_id,
    basis.agreement_id,
    basis.council,
    basis.officer,
    basis.basis_on,
    proposed.term,
    proposed.words,
    proposed.lines,
    amendment.reason,
    amendment.decided_by as amended_by,
    proposed.amount::decimal(18, 2) as proposed,
    coalesce(amendment.amount, proposed.amount)::decimal(18, 2) as amount
from proposed
join basis using (agreement_id)
left join staging.surplus_amendment as amendment
    on amendment.agreement_id = proposed.agreement_id
    and amendment.term = proposed.term
