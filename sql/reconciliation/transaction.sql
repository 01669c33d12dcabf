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

named as (
    select
        agreement.agreement_id,
        trim(regexp_replace(upper(unnest([agreement.forename || ' ' || agreement.surname, left(agreement.forename, 1) || ' ' || agreement.surname, agreement.recipient_name])), '[^A-Z0-9]+', ' ', 'g')) as name
    from staging.agreement
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
        and contains(named.name, ' ')
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
