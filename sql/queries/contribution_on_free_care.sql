/*
title = "A contribution for care that is free"
question = "Who is asked for a contribution although s117 after-care and NHS care are free?"

[params]
as_at = 2026-11-26
*/
-- MHA 1983 s117; NHS Act 2006.
select agreement.council, agreement.officer, agreement.agreement_id, agreement.legal_basis, rate.from_date, rate.gross_weekly, rate.contribution_weekly
from audit.agreement
join audit.rate
    on rate.agreement_id = agreement.agreement_id
    and $as_at::date between rate.from_date and rate.to_date
where agreement.legal_basis in ('s117', 'phb')
    and rate.contribution_weekly > 0
    and coalesce(agreement.end_date >= $as_at::date, true)
order by rate.contribution_weekly desc, agreement.agreement_id
