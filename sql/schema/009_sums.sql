-- Shares of money. Whole pennies do the sums; a half penny goes up.
create schema sums;

create macro sums.share(pounds, part, whole) as
    ((((pounds * 100)::bigint * (part)::bigint * 2 + (whole)::bigint) // ((whole)::bigint * 2)) * 0.01)::decimal(18, 2);

-- A month is 52 weeks shared by 12.
create macro sums.monthly(weekly) as sums.share(weekly, 52, 12);
