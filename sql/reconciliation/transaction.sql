/*
summary = "Each payment with what it was for, to whom, and how we know."
grain = "one row per transaction"
kept = "table"
recomputed = "by account"
*/
-- The first source that answers decides; when its best answers differ, nobody knows, and a person is asked.
with line as (
    select
        line.*,
        account.agreement_id,
        account.person_id,
        account.council,
        account.officer,
        case when line.amount < 0 then 'out' else 'in' end as direction
    from staging.transaction as line
    join staging.account using (account_id)
),

word as (
    select account_id, transaction_id, council, direction, text, unnest(string_split(text, ' ')) as first_word
    from line
),

person as (
    select
        agreement_id,
        string_split(words.plain(forename), ' ') as firsts,
        words.plain(surname) as last
    from staging.agreement

    union all

    select agreement_id, list_filter(words[:-2], lambda word: word not in ('MR', 'MRS', 'MS', 'MISS', 'MX', 'DR', 'REV', 'PROF')), words[-1]
    from (select agreement_id, string_split(words.plain(recipient_name), ' ') as words from staging.agreement)
),

-- People as banks write them: J Example, Jo Example, J A Example, JA Example, Example J, Example Jo; O Neill and ONeill.
named as (
    select distinct
        agreement_id,
        unnest([
            firsts[1] || ' ' || last,
            left(firsts[1], 1) || ' ' || last,
            list_aggregate(firsts, 'string_agg', ' ') || ' ' || last,
            list_aggregate(list_transform(firsts, lambda first: left(first, 1)), 'string_agg', ' ') || ' ' || last,
            list_aggregate(list_transform(firsts, lambda first: left(first, 1)), 'string_agg', '') || ' ' || last,
            last || ' ' || firsts[1],
            last || ' ' || left(firsts[1], 1),
            last || ' ' || list_aggregate(list_transform(firsts, lambda first: left(first, 1)), 'string_agg', '')
        ]) as name
    from (select agreement_id, firsts, unnest([last, replace(last, ' ', '')]) as last from person)
    where firsts[1] <> '' and last <> ''
),

-- A council without the words that many councils have in their names.
council as (
    select distinct
        council,
        trim(regexp_replace(
            ' ' || regexp_replace(upper(council), '[^A-Z0-9]+', ' ', 'g') || ' ',
            '\b(THE|LONDON|ROYAL|BOROUGH|METROPOLITAN|COUNTY|CITY|DISTRICT|COUNCIL|OF)\b', ' ', 'g'
        )) as name
    from line
),

-- Nobody else knows it, and it is to the penny what was due about that day.
due_that_day as (
    select
        line.account_id,
        line.transaction_id,
        line.payee_key,
        due.spend_category,
        'it is the ' || due.what || ' due on ' || words.day(due.due_on) as reason
    from line
    join (
        select account_id, due_on, amount, 'council_payment' as spend_category, 'council payment' as what from reconciliation.expected_payment
        union all
        select account_id, due_on, or_amount, 'council_payment', 'council payment' from reconciliation.expected_payment
        union all
        select account_id, due_on, amount, 'client_contribution', 'contribution' from reconciliation.expected_contribution
    ) as due
        on due.account_id = line.account_id
        and due.amount = line.amount
    join staging.policy as limits
        on limits.council = line.council and limits.setting = 'payment_window_days'
        and due.due_on between limits.effective_from and limits.effective_to
    where line.direction = 'in'
        and abs(line.posted_on - due.due_on) <= limits.value
),

answer as (
    -- Money that went from one account of the agreement to another is nobody's income and nobody's spending.
    select
        line.account_id,
        line.transaction_id,
        0 as source,
        0 as closeness,
        'transfer' as spend_category,
        other.account_id as payee,
        'it moved between the accounts of this agreement' as reason
    from line
    join staging.account as other
        on other.agreement_id = line.agreement_id
        and other.account_id <> line.account_id
    left join line as across
        on across.account_id = other.account_id
        and across.amount = -line.amount
        and abs(across.posted_on - line.posted_on) <= 3
    where across.transaction_id is not null
        or contains(' ' || line.text || ' ', ' ' || other.account_number || ' ')

    union all

    select
        line.account_id,
        line.transaction_id,
        1 as source,
        len(payee.payee_key) as closeness,
        -- Money back from somebody the plan pays is a refund.
        case
            when line.direction = 'in' and payee.spend_category not in ('client_contribution', 'council_payment', 'health_payment', 'refund', 'interest', 'other_income') then 'refund'
            else payee.spend_category
        end as spend_category,
        payee.payee_name as payee,
        payee.payee_name || ' is a payee of this agreement' as reason
    from line
    join staging.payee using (agreement_id)
    where contains(' ' || line.text || ' ', ' ' || payee.payee_key || ' ')
        and payee.spend_category is not null
        and payee.payee_key <> ''

    union all

    (
        select
            line.account_id,
            line.transaction_id,
            case when confirmed.agreement_id is null then 3 else 2 end as source,
            0,
            confirmed.spend_category,
            line.payee_key,
            'confirmed by ' || confirmed.decided_by || case when confirmed.agreement_id is null then ' for everybody' else ' for this person' end
        from line
        join staging.confirmed_payee as confirmed
            on confirmed.payee_key = line.payee_key
            and confirmed.council = line.council
            and coalesce(confirmed.agreement_id, line.agreement_id) = line.agreement_id
            -- Said of money that came in, these say nothing of money that goes out.
            and (line.direction = 'in' or confirmed.spend_category not in ('council_payment', 'health_payment', 'refund', 'interest', 'other_income'))
        where line.payee_key <> ''
        -- Said twice, the newer word holds.
        qualify row_number() over (
            partition by line.account_id, line.transaction_id, confirmed.agreement_id is null
            order by confirmed.decided_at desc, confirmed.decision_id desc
        ) = 1
    )

    union all

    select
        line.account_id,
        line.transaction_id,
        4,
        0,
        keyword.spend_category,
        line.payee_key,
        'merchant code ' || keyword.merchant_code
    from line
    join staging.keyword using (merchant_code)
    where keyword.direction in (line.direction, 'both')
        and coalesce(keyword.council, line.council) = line.council

    union all

    select
        word.account_id,
        word.transaction_id,
        5,
        keyword.words,
        keyword.spend_category,
        keyword.keyword,
        'the word ' || keyword.keyword
    from word
    join staging.keyword using (first_word)
    where contains(' ' || word.text || ' ', ' ' || keyword.keyword || ' ')
        and keyword.direction in (word.direction, 'both')
        and coalesce(keyword.council, word.council) = word.council

    union all

    select
        line.account_id,
        line.transaction_id,
        5,
        2,
        case line.direction when 'out' then 'transfer' when 'in' then 'client_contribution' end,
        named.name,
        'it names ' || named.name
    from line
    join named using (agreement_id)
    where contains(' ' || line.text || ' ', ' ' || named.name || ' ')
        -- Money that comes back, or from an office that names the person, is not their contribution.
        and (line.direction = 'out' or not regexp_matches(line.text, '\b(REFUND|HMRC|DWP|TAX|REVERSAL|REVERSED|RETURNED|UNPAID|CASHBACK)\b'))

    union all

    select line.account_id, line.transaction_id, 4, 0, 'transfer', 'a savings pot', 'a transfer to or from a savings pot'
    from line
    where upper(line.kind) = 'POT TRANSFER'

    union all

    -- Money from somebody who writes the council's name; money to the council itself, unless for what everybody pays it for.
    select
        line.account_id,
        line.transaction_id,
        5,
        len(string_split(council.name, ' ')) + is_council::integer,
        case line.direction when 'in' then 'council_payment' when 'out' then 'client_contribution' end,
        upper(council.council),
        'it names the council'
    from (select *, regexp_matches(text, '\b(COUNCIL|BOROUGH|LB|LBC|CC|BC|MBC|DC)\b') as is_council from line) as line
    join council using (council)
    where contains(' ' || line.text || ' ', ' ' || council.name || ' ')
        and council.name <> ''
        and case line.direction
            when 'in' then not regexp_matches(line.text, '\b(NHS|ICB|CCG|HEALTH|HOSPITAL)\b')
            when 'out' then is_council and not regexp_matches(
                line.text,
                '\b(TAX|CTAX|RENT|HOUSING|PARKING|PCN|FINE|LIBRARY|LEISURE|CENTRE|CENTER|SCHOOL|NURSERY|PLANNING|LICEN[CS]E|RATES|PENSION|REPAY|REPAYMENT|SURPLUS|REFUND|RECOUP|OVERPAYMENT|RETURN)\b'
            )
        end

    union all

    select
        line.account_id,
        line.transaction_id,
        4,
        len(payment.reference),
        'council_payment',
        line.payee_key,
        'it carries the reference ' || payment.reference || ' of the council''s payment'
    from line
    join staging.payment using (agreement_id)
    where line.direction = 'in'
        and len(payment.reference) >= 5
        and contains(' ' || line.text || ' ', ' ' || words.plain(payment.reference) || ' ')

    union all

    select account_id, transaction_id, 6, 0, spend_category, payee_key, reason
    from due_that_day

    union all

    -- And whoever paid what was due paid the rest of theirs for the same.
    select line.account_id, line.transaction_id, 7, 0, due_that_day.spend_category, line.payee_key, 'whoever this is also paid what was due: ' || due_that_day.reason
    from line
    join due_that_day using (account_id, payee_key)
    where line.direction = 'in'
        and line.payee_key <> ''
        and line.transaction_id <> due_that_day.transaction_id
),

first_answer as (
    select *
    from answer
    qualify dense_rank() over (partition by account_id, transaction_id order by source, closeness desc) = 1
),

-- Every line, whether anybody answers for it or not.
decided as (
    select
        account_id,
        transaction_id,
        any_value(line) as line,
        count(distinct spend_category) as answers,
        min(source) as source,
        min(spend_category) as spend_category,
        arg_min(payee, reason) as payee,
        min(reason) as reason,
        string_agg(distinct spend_category, ' or ' order by spend_category) as candidates
    from (
        select account_id, transaction_id, line from line
        union all by name
        select account_id, transaction_id, source, spend_category, payee, reason from first_answer
    )
    group by account_id, transaction_id
)

select
    decided.transaction_id,
    decided.account_id,
    line.agreement_id as agreement_id,
    line.statement_id as statement_id,
    line.line_number as line_number,
    line.council as council,
    line.officer as officer,
    line.posted_on as posted_on,
    line.day_position as day_position,
    line.statement_from as statement_from,
    line.description as description,
    line.payee_key as payee_key,
    case
        when reviewed.review_id is not null then reviewed.payee
        when answers = 1 then decided.payee
        else nullif(line.payee_key, '')
    end as payee,
    case
        when reviewed.review_id is not null then reviewed.spend_category
        when answers = 1 then decided.spend_category
        else 'query'
    end as spend_category,
    case
        when reviewed.review_id is not null then reviewed.category_reason
        when answers = 1 then decided.reason
        when answers > 1 then 'two answers: ' || candidates
        when answers = 0 then 'nobody has said who this is'
    end as category_reason,
    line.kind as kind,
    line.external_id as external_id,
    line.card_reference as card_reference,
    line.merchant_code as merchant_code,
    coalesce(decided.source = 0, false) as is_internal,
    line.amount as amount,
    line.balance as balance
from decided
-- In a reviewed and locked period nothing that is learned or loaded later changes what a line was taken for.
left join staging.reviewed_line as reviewed
    on reviewed.account_id = decided.account_id
    and reviewed.transaction_id = decided.transaction_id
