/*
title = "Reviews without a finding where much was spent"
question = "Which completed reviews raised no finding although more than an amount was spent in the period?"

[params]
since = 2026-04-01
over = "5000.00"
*/
select review.council, review.officer, review.agreement_id, review.account_id, review.review_id, review.period_from, review.period_to, review.completed_by, form.total_spend
from audit.review
join audit.reconciliation as form
    on form.account_id = review.account_id
    and form.period_from = review.period_from
where review.findings_raised = 0
    and form.total_spend > $over::decimal(18, 2)
    and review.completed_at::date >= $since::date
order by form.total_spend desc, review.review_id
