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

-- People as banks write them: J Example, Jo Example, Example J, Example Jo.
person as (
    select
        agreement_id,
        trim(regexp_replace(upper(unnest([forename || ' ' || surname, recipient_name])), '[^A-Z0-9]+', ' ', 'g')) as name
    from staging.agreement
),

named as (
    select
        agreement_id,
        unnest([
            name,
            left(name, 1) || ' ' || split_part(name, ' ', -1),
            split_part(name, ' ', -1) || ' ' || left(name, 1),
            split_part(name, ' ', -1) || ' ' || split_part(name, ' ', 1)
        ]) as name
    from person
    where contains(name, ' ')
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

answer as (
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

    union all

    -- Money from somebody who writes the council's name; money to the council itself, its taxes apart.
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
        and (line.direction = 'in' or is_council and not contains(line.text, 'COUNCIL TAX'))

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
        and contains(' ' || line.text || ' ', ' ' || trim(regexp_replace(upper(payment.reference), '[^A-Z0-9]+', ' ', 'g')) || ' ')

    union all

    -- Nobody else knows it, and it is to the penny what was due about that day.
    select
        line.account_id,
        line.transaction_id,
        6,
        0,
        due.spend_category,
        line.payee_key,
        'it is the ' || due.what || ' due on ' || words.day(due.due_on)
    from line
    join (
        select account_id, due_on, amount, 'council_payment' as spend_category, 'council payment' as what from reconciliation.expected_payment
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
        min(spend_category) as spend_category,
        arg_min(payee, reason) as payee,
        min(reason) as reason,
        string_agg(distinct spend_category, ' or ' order by spend_category) as candidates
    from (
        select account_id, transaction_id, line from line
        union all by name
        select account_id, transaction_id, spend_category, payee, reason from first_answer
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
    line.amount as amount,
    line.balance as balance
from decided
-- In a reviewed and locked period nothing that is learned or loaded later changes what a line was taken for.
left join staging.reviewed_line as reviewed
    on reviewed.account_id = decided.account_id
    and reviewed.transaction_id = decided.transaction_id
