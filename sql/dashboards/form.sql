/*
summary = "The reconciliation form of a period as its rows A to L, each with what was expected and what was seen."
grain = "one row per account, review period and row of the form"
kept = "view"
seen_by = "see_case"
*/
with every as (
    select
        account_id, agreement_id, council, officer, period_from, period_to,
        unnest([
            {'form_row': 'A', 'words': 'Opening balance', 'expected': null, 'seen': opening_balance},
            {'form_row': 'B', 'words': 'Council payments', 'expected': council_payments_expected, 'seen': council_payments_seen},
            {'form_row': 'C', 'words': 'Contribution', 'expected': contributions_expected, 'seen': contributions_seen},
            {'form_row': 'D', 'words': 'Health', 'expected': health_expected, 'seen': health_seen},
            {'form_row': 'E', 'words': 'Other money in', 'expected': null, 'seen': other_income},
            {'form_row': 'F', 'words': 'All money in (B to E)', 'expected': null, 'seen': total_receipts},
            {'form_row': 'G', 'words': 'All money out', 'expected': null, 'seen': total_spend},
            {'form_row': 'H', 'words': 'Closing balance, calculated (A + F - G)', 'expected': null, 'seen': closing_calculated},
            {'form_row': 'I', 'words': 'Closing balance on the statement', 'expected': null, 'seen': closing_per_statement},
            {'form_row': 'J', 'words': 'Difference (H - I)', 'expected': null, 'seen': difference},
            {'form_row': 'K', 'words': 'Owed and not on the statement yet', 'expected': null, 'seen': outstanding_items},
            {'form_row': 'L', 'words': 'Available (I - K; H where no I is printed)', 'expected': null, 'seen': available_balance}
        ], recursive := true)
    from reconciliation.period
    where state <> 'no_statement'
)

select
    account_id,
    agreement_id,
    council,
    officer,
    period_from,
    period_to,
    form_row,
    words,
    expected,
    seen,
    (seen - expected)::decimal(18, 2) as difference
from every
