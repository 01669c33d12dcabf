/*
summary = "What came back of surpluses, each sum with the line or the receipt that shows it. A negative row takes one back."
grain = "one row per receipt"
kept = "view"
seen_by = "see_case"
*/
select
    receipt.receipt_id, receipt.surplus_id, receipt.agreement_id, receipt.council, agreement.officer, receipt.on_day,
    receipt.transaction_id, receipt.receipt_number, receipt.reason, receipt.decided_by, receipt.amount
from decisions.surplus_receipt as receipt
join staging.agreement using (agreement_id)
