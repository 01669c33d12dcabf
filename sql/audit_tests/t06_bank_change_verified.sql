/*
number = 6
title = "Changes of bank details were verified"
question = "Was a new or changed account checked before money went there?"
case = "one row per change of bank details in the year"
source = "National Fraud Initiative; good practice against mandate fraud"
not_held = ["Who checked a change, with whom and when: accounts.csv would need verified_by and verified_on. A bank's own statement of the new account is what can be seen here."]
seen_by = "see_whole_audit"
*/
with sent as (
    select
        account.account_id,
        account.agreement_id,
        account.sort_code,
        account.account_number,
        account.card_reference,
        account.opened_on,
        load.loaded_at::date as loaded_on,
        lag(concat_ws(' ', account.sort_code, account.account_number, account.card_reference)) over of_account as details_before,
        concat_ws(' ', account.sort_code, account.account_number, account.card_reference) as details,
        row_number() over of_account = 1 as is_first
    from raw.account
    join raw.extract_load as load using (load_number)
    window of_account as (partition by account.account_id order by account.load_number)
),

changed as (
    select account_id, agreement_id, sort_code, account_number, card_reference, loaded_on as changed_on, 'The details of account ' || account_id || ' changed' as what
    from sent
    where not is_first and details <> details_before

    union all

    select sent.account_id, sent.agreement_id, sent.sort_code, sent.account_number, sent.card_reference, sent.opened_on, 'Account ' || sent.account_id || ' took the place of another'
    from sent
    where sent.is_first
        and exists (
            from raw.account as earlier
            where earlier.agreement_id = sent.agreement_id
                and earlier.account_id <> sent.account_id
                and earlier.opened_on < sent.opened_on
        )
),

shown as (
    select
        changed.account_id,
        changed.changed_on,
        min(statement.received_at)::date as received_on
    from changed
    join raw.statement
        on statement.account_id = changed.account_id
        and (
            (statement.sort_code = changed.sort_code and statement.account_number = changed.account_number)
            or statement.card_reference = changed.card_reference
        )
    where statement.received_at::date <= $to_day::date
    group by changed.account_id, changed.changed_on
)

select
    agreement.council,
    agreement.officer,
    agreement.agreement_id,
    null::varchar as kind,
    null::varchar as case_id,
    changed.changed_on as on_day,
    case
        when shown.received_on is not null then 'passed'
        when shown.received_on is null then 'not_testable'
    end as result,
    changed.what || ' on ' || words.day(changed.changed_on)
        || case
            when shown.received_on is not null then '. A statement that came on ' || words.day(shown.received_on) || ' shows the same details.'
            when shown.received_on is null then '. No statement shows these details yet, and who checked them does not come with the extract.'
        end as saw,
    null::decimal(18, 2) as amount
from changed
join staging.agreement using (agreement_id)
left join shown using (account_id, changed_on)
where changed.changed_on between $from_day::date and $to_day::date
