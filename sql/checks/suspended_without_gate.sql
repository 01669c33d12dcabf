/*
title = "No direct payment was paused past its gate"
*/
with approved as (
    select
        suspension.suspension_id,
        suspension.agreement_id,
        suspension.council,
        suspension.from_date,
        step.on_day as approved_on,
        step.decided_by,
        step.decided_at
    from decisions.step
    join decisions.suspension on suspension.suspension_id = step.case_id
    where step.kind = 'suspension' and step.step = 'approve'
),

said as (
    select approved.suspension_id, box.box, box.said
    from approved
    join decisions.suspension_box as box
        on box.suspension_id = approved.suspension_id and box.decided_at <= approved.decided_at
    qualify row_number() over (partition by box.suspension_id, box.box order by box.box_number desc) = 1
),

missing as (
    select approved.suspension_id, approved.agreement_id, wanted.box
    from approved
    cross join (
        select unnest(['sw_agreed', 'alternative_care', 'wages_and_notice_covered', 'capacity_and_representative', 'safeguarding_screened', 'review_date']) as box
    ) as wanted
    anti join said using (suspension_id, box)

    union all

    select approved.suspension_id, approved.agreement_id, 'notice_given'
    from approved
    anti join trackers.suspension_box as box
        on box.suspension_id = approved.suspension_id and box.box = 'notice_given' and box.is_filled
)

select
    suspension_id as subject_id,
    'The pause of agreement ' || agreement_id || ' was approved without its box ' || box || '.' as message
from missing

union all

select approved.suspension_id, 'The pause of agreement ' || approved.agreement_id || ' was approved by ' || approved.decided_by || ', who proposed it.'
from approved
join decisions.suspension using (suspension_id)
where suspension.decided_by = approved.decided_by

union all

select
    approved.suspension_id,
    'The pause of agreement ' || approved.agreement_id || ' from ' || words.day(approved.from_date) || ' was approved with a review on ' || words.day(said.said::date) || '.'
from approved
join said on said.suspension_id = approved.suspension_id and said.box = 'review_date'
join staging.policy as days
    on days.council = approved.council and days.setting = 'suspension_review_days'
    and approved.approved_on between days.effective_from and days.effective_to
where said.said::date not between approved.from_date + 1 and approved.from_date + days.value::integer
