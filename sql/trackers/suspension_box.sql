/*
summary = "The safety gate of each suspension, box by box: what was said, by whom and when, and whether the box is filled. The newest word of a box counts."
grain = "one row per suspension and box of the gate"
kept = "view"
seen_by = "see_case"
*/
with gate as (
    select
        suspension.*,
        unnest([
            'sw_agreed', 'alternative_care', 'wages_and_notice_covered', 'capacity_and_representative',
            'safeguarding_screened', 'notice_given', 'review_date', 'manager'
        ]) as box
    from decisions.suspension
),

said as (
    select suspension_id, box, said, note, decided_by, decided_at
    from decisions.suspension_box
    qualify row_number() over (partition by suspension_id, box order by box_number desc) = 1
),

review as (
    select suspension_id, said::date as review_on
    from said
    where box = 'review_date'
),

-- A notice counts when it went out so many days before, and says the days that hold.
notice as (
    select
        suspension.suspension_id,
        'notice_given' as box,
        'letter' as said,
        letter.reference as note,
        sent.decided_by,
        sent.decided_at
    from decisions.suspension
    join decisions.letter
        on letter.kind = 'suspension' and letter.template = 'suspension_notice' and letter.case_id = suspension.suspension_id
    join decisions.letter_sent as sent using (letter_id)
    join review on review.suspension_id = suspension.suspension_id
    join staging.policy as days
        on days.council = suspension.council and days.setting = 'suspension_notice_days'
        and sent.sent_on between days.effective_from and days.effective_to
    where sent.sent_on <= suspension.from_date - days.value::integer
        and letter.takes_effect_on = suspension.from_date
        and (letter.facts ->> '$.review_on')::date = review.review_on
),

approved as (
    select case_id as suspension_id, 'manager' as box, 'approved' as said, coalesce(reason, '') as note, decided_by, decided_at
    from decisions.step
    where kind = 'suspension' and step = 'approve'
),

filled as (
    select *
    from (from said union all from notice union all from approved)
    qualify row_number() over (partition by suspension_id, box order by decided_at desc, said) = 1
)

select
    gate.suspension_id,
    gate.agreement_id,
    gate.council,
    agreement.officer,
    gate.box,
    filled.said,
    nullif(filled.note, '') as note,
    filled.decided_by,
    filled.decided_at,
    filled.said is not null as is_filled,
    list_position([
        'sw_agreed', 'alternative_care', 'wages_and_notice_covered', 'capacity_and_representative',
        'safeguarding_screened', 'notice_given', 'review_date', 'manager'
    ], gate.box) as place
from gate
join staging.agreement using (agreement_id)
left join filled using (suspension_id, box)
