/*
summary = "Each suspension: where it stands, which boxes of its gate are filled and which are missing, and when it is looked at again."
grain = "one row per suspension"
kept = "view"
seen_by = "see_case"
*/
with gate as (
    select
        suspension_id,
        count(*) filter (where is_filled) as boxes_filled,
        coalesce(list(box order by place) filter (where not is_filled), []) as boxes_missing,
        max(said) filter (where box = 'review_date') as review_said,
        max(said) filter (where box = 'alternative_care') as alternative_care,
        max(note) filter (where box = 'alternative_care') as alternative,
        max(said) filter (where box = 'notice_given') as notice_given
    from trackers.suspension_box
    group by suspension_id
),

continued as (
    select case_id, max_by(detail ->> '$.review_on', step_number)::date as review_on
    from decisions.step
    where kind = 'suspension' and step = 'continue'
    group by case_id
),

case_of as (
    select
        suspension.suspension_id,
        suspension.suspension_id as case_id,
        suspension.agreement_id,
        suspension.council,
        agreement.officer,
        agreement.person_id,
        agreement.forename,
        agreement.surname,
        concat_ws('. ', nullif(left(agreement.forename, 1), ''), agreement.surname) as who,
        suspension.reason,
        state.steps['propose'].reason as explanation,
        state.steps['propose'].by as proposed_by,
        state.steps['propose'].on_day as proposed_on,
        state.steps['approve'].by as approved_by,
        state.steps['approve'].on_day as approved_on,
        state.state,
        state.step_number,
        state.since,
        suspension.from_date,
        case
            when state.state = 'lifted' then state.steps['lift'].on_day - 1
            when state.state = 'ended' then state.steps['end'].on_day
        end as to_date,
        -- The rule of the national data set: a paused service that ends has ended on the day of the pause.
        case when state.state = 'ended' then suspension.from_date end as ended_on,
        coalesce(continued.review_on, gate.review_said::date) as review_on,
        gate.alternative_care,
        gate.alternative,
        gate.notice_given,
        gate.boxes_filled,
        gate.boxes_missing,
        notice.value::integer as notice_days,
        review.value::integer as review_days
    from decisions.suspension
    join staging.agreement using (agreement_id)
    join trackers.case_state as state on state.kind = 'suspension' and state.case_id = suspension.suspension_id
    join gate using (suspension_id)
    left join continued on continued.case_id = suspension.suspension_id
    left join staging.policy as notice
        on notice.council = suspension.council and notice.setting = 'suspension_notice_days'
        and $as_at::date between notice.effective_from and notice.effective_to
    left join staging.policy as review
        on review.council = suspension.council and review.setting = 'suspension_review_days'
        and $as_at::date between review.effective_from and review.effective_to
)

select
    *,
    state in ('proposed', 'approved', 'reviewed') as is_open,
    state in ('approved', 'reviewed') as is_approved,
    case when state in ('approved', 'reviewed') then $as_at::date - review_on end as days_late,
    case when state in ('approved', 'reviewed') and from_date <= $as_at::date then $as_at::date - from_date + 1 end as days_paused
from case_of
