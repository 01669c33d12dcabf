-- Days that count. held is an agreement's list of held stretches (staging.held): oldest first, none touching another. No day of them counts.
-- What a lambda calls its own a table's alias would be taken for, so those names begin with its_.
create schema clock;

-- The day on which so many days have counted since from_day. Empty while a hold lies before it whose end nobody knows.
create macro clock.after(from_day, days, held) as
    list_transform([
        list_reduce(
            list_filter(coalesce(held, []), lambda its_stretch: coalesce(its_stretch.to_date, date '9999-12-31') > from_day),
            -- Each stretch that begins before the day is reached puts it off by its own days.
            lambda its_so_far, its_stretch: {'from_date': from_day, 'to_date':
                its_so_far.to_date + case
                    when greatest(its_stretch.from_date, from_day + 1) <= its_so_far.to_date
                        then (coalesce(its_stretch.to_date, date '9999-12-31') - greatest(its_stretch.from_date, from_day + 1))::integer + 1
                    else 0
                end},
            {'from_date': from_day, 'to_date': from_day + (days)::integer}
        ).to_date
    ], lambda its_day: case when its_day < date '9999-12-31' then its_day end)[1];

-- How many days count after from_day, up to and including to_day. Never less than none.
create macro clock.counted(from_day, to_day, held) as
    greatest(
        (to_day - from_day)::integer - coalesce(list_sum(list_transform(held, lambda its_stretch:
            greatest((least(coalesce(its_stretch.to_date, to_day), to_day) - greatest(its_stretch.from_date, from_day + 1))::integer + 1, 0)
        )), 0)::integer,
        0
    );

-- The later of two days; empty while one of them is not known.
create macro clock.later(one, other) as
    case when one is not null and other is not null then greatest(one, other) end;
