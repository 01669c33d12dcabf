"""What a case shows is what the audit views say: recomputed with pandas for a third of the made-up council, those with gaps and without proof among them."""

import shutil
from decimal import Decimal

import pandas as pd
import pytest

from lib import access, case_head
from lib.store import OPERATOR, open_store
from tests.conftest import TODAY

NOTHING = Decimal(0)
# So many quiet days between two statements whose balances meet are no gap; so many are none in any case (policy of both councils).
QUIET, MISSING = 27, 3


@pytest.fixture(scope="module")
def store(council, tmp_path_factory):
    folder = shutil.copytree(council.parent, tmp_path_factory.mktemp("figures") / "demo")
    opened = open_store(folder / council.name)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def accounts(store):
    """Every fifth, and those whose statements leave days out, prove nothing, or lie below a surplus."""
    return store.rows("""
        select account_id, agreement_id
        from (select *, row_number() over (order by account_id) as number from staging.account)
        where number % 5 = 0
            or account_id in (select account_id from staging.statement where proof <> 'proven')
            or account_id in (select account_id from reconciliation.coverage group by account_id having count(*) > 1)
            or account_id in (select account_id from reconciliation.surplus where surplus > 0)
        order by account_id
    """)


def audit(store, view):
    return pd.DataFrame(store.rows(f"from audit.{view}"))


def see(store, name, values=None, **equals):
    return access.see(store, OPERATOR, f"dashboards.{name}", values, **equals)


@pytest.fixture(scope="module")
def statements(store):
    return audit(store, "statement").sort_values(["from_date", "to_date"])


@pytest.fixture(scope="module")
def lines(store):
    return audit(store, "transaction")


def days_of(row):
    return pd.date_range(row["from_date"], row["to_date"]).date


def balances(statements, mine):
    """{day: balance} of each day of these statements: what each opened with, or closed with less its lines, and the lines of its days added up."""
    found = {}
    for one in statements:
        moved = mine[(mine["posted_on"] >= one["from_date"]) & (mine["posted_on"] <= one["to_date"])].groupby("posted_on")["amount"].sum()
        balance = one["closing_balance"] - moved.sum() if pd.isna(one["opening_balance"]) else one["opening_balance"]
        for day in days_of(one):
            balance += moved.get(day, NOTHING)
            found[day] = balance
    return found


def test_the_balance_of_a_day_is_what_its_statement_opened_with_and_its_lines(store, accounts, statements, lines):
    compared = 0
    for account in accounts:
        mine = lines[lines["account_id"] == account["account_id"]]
        moved = {day: list(group) for day, group in mine.groupby("posted_on")["amount"]}
        proven = balances(statements[(statements["account_id"] == account["account_id"]) & (statements["proof"] == "proven")].to_dict("records"), mine)
        for row in see(store, "case_balance", {"account_id": account["account_id"]}):
            amounts = moved.get(row["on_day"], [])
            came, went = sum((amount for amount in amounts if amount > 0), NOTHING), sum((-amount for amount in amounts if amount < 0), NOTHING)
            assert (row["money_in"], row["money_out"], row["lines"]) == (came, went, len(amounts))
            if row["on_day"] in proven:
                assert (row["balance"], row["proof"]) == (proven[row["on_day"]], "proven"), (account, row)
                compared += 1
    assert compared > 1000


def test_money_by_month_and_kind_is_the_sum_of_its_lines(store, accounts, lines):
    lines = lines.assign(month=[day.replace(day=1) for day in lines["posted_on"]], direction=["out" if amount < 0 else "in" for amount in lines["amount"]])
    for account in accounts:
        mine = lines[lines["account_id"] == account["account_id"]]
        sums = {key: (sum(abs(amount) for amount in group["amount"]), len(group)) for key, group in mine.groupby(["month", "direction", "spend_category"])}
        shown = {(row["month"], row["direction"], row["spend_category"]): (row["amount"], row["lines"]) for row in see(store, "case_month_money", account_id=account["account_id"])}
        assert {key: value for key, value in shown.items() if value[1]} == sums
        assert all(value == (NOTHING, 0) for key, value in shown.items() if key not in sums)
        for (month, direction, category), (amount, count) in list(sums.items())[:2]:
            behind = see(store, "case_line", account_id=account["account_id"], month=month, direction=direction, spend_category=category)
            assert (sum(row[f"money_{direction}"] for row in behind), len(behind)) == (amount, count)


def test_what_was_due_in_the_months_of_a_period_is_what_its_form_expects(store, accounts, statements):
    compared = 0
    for form in audit(store, "reconciliation").to_dict("records"):
        covered = {day for one in statements[statements["account_id"] == form["account_id"]].to_dict("records") for day in days_of(one)}
        if form["council_payments_expected"] is None or not covered.issuperset(pd.date_range(form["period_from"], form["period_to"]).date):
            continue
        due = {"council_payment": NOTHING, "client_contribution": NOTHING}
        for row in see(store, "case_month_money", account_id=form["account_id"], direction="in"):
            if row["planned"] is not None and form["period_from"] <= row["month"] <= form["period_to"] and row["spend_category"] in due:
                due[row["spend_category"]] += row["planned"]
        assert (due["council_payment"], due["client_contribution"]) == (form["council_payments_expected"], form["contributions_expected"]), form
        compared += 1
        if compared == 25:
            break
    assert compared == 25


def strip(statements):
    """{day: the best proof of a statement that covers it}, with the quiet days between two that meet."""
    proofs, before = {}, None
    for one in statements:
        if before is not None:
            gap = [day.date() for day in pd.date_range(before["to_date"], one["from_date"], inclusive="neither")]
            if len(gap) <= MISSING or (len(gap) <= QUIET and before["closing_balance"] == one["opening_balance"]):
                proofs |= {day: None for day in gap if day not in proofs}
        for day in days_of(one):
            proofs[day] = min((proof for proof in (proofs.get(day), one["proof"]) if proof), key=("proven", "broken", "unproven").index)
        before = one if before is None or one["to_date"] >= before["to_date"] else before
    return proofs


def state_of(days, proofs):
    covered = [proofs[day] for day in days if day in proofs]
    if not covered:
        return "not_come" if not proofs or min(days) > max(proofs) else "before" if max(days) < min(proofs) else "missing"
    if "broken" in covered:
        return "broken"
    return "part" if len(days) - len(covered) > MISSING else "unproven" if "unproven" in covered else "proven"


def test_the_months_stand_as_the_statements_of_their_days(store, accounts, statements):
    states = set()
    for account in accounts:
        mine = statements[statements["account_id"] == account["account_id"]].to_dict("records")
        proofs = strip(mine)
        shown = see(store, "case_month", {"as_at": TODAY, "account_id": account["account_id"]})
        first = min(row["month"] for row in shown)
        for row in shown:
            days = list(pd.date_range(row["month"], periods=pd.Timestamp(row["month"]).days_in_month).date)
            days = days[-row["days"] :] if row["month"] == first else days[: row["days"]]
            assert row["state"] == state_of(days, proofs), (account, row)
            assert row["days_missing"] == sum(day not in proofs for day in days)
            states.add(row["state"])
    assert {"proven", "unproven", "missing", "before", "not_come"} <= states


def test_a_gap_is_the_days_that_no_month_has(store, accounts):
    for account in accounts:
        gaps = see(store, "case_gap", {"as_at": TODAY}, account_id=account["account_id"])
        months = see(store, "case_month", {"as_at": TODAY, "account_id": account["account_id"]})
        # A few days at either end are no gap.
        assert 0 <= sum(row["days_missing"] for row in months) - sum(gap["days"] for gap in gaps) <= 2 * MISSING, account


def test_a_forecast_begins_with_what_the_statement_of_its_day_says_and_its_line_is_that_of_the_surplus(store, accounts, statements, lines):
    begun, above = 0, 0
    for account in accounts:
        rows = see(store, "forecast", {"as_at": TODAY, "agreement_id": account["agreement_id"]})
        mine = statements[(statements["account_id"] == account["account_id"]) & statements["closing_balance"].notna()].to_dict("records")
        said = balances(mine, lines[lines["account_id"] == account["account_id"]])
        for row in [row for row in rows if row["day_number"] == 0]:
            assert row["balance"] == said[row["on_day"]], account
            surplus = store.value("select surplus from reconciliation.surplus where agreement_id = ?", [account["agreement_id"]])
            assert max(row["balance"] - row["surplus_line"], 0) == surplus, account
            begun, above = begun + 1, above + (surplus > 0)
        # As planned, whole weeks on it is where the weeks to come have it.
        planned = {row["on_day"]: row["balance"] for row in rows if row["pace"] == "planned"}
        coming = store.rows("select on_day, arg_max(balance, amount) as balance from reconciliation.coming where agreement_id = ? group by on_day", [account["agreement_id"]])
        weeks = {row["on_day"]: row["balance"] for row in coming if planned and (row["on_day"] - min(planned)).days % 7 == 0}
        assert {day: planned[day] for day in weeks} == weeks
    assert begun > 20 and above


def test_the_head_of_a_case_says_what_the_audit_view_says(store, accounts):
    every = {row["agreement_id"]: row for row in store.rows("from audit.agreement")}
    for account in accounts[:5]:
        head = case_head.head(store, OPERATOR, account["account_id"], TODAY)
        said = every[account["agreement_id"]]
        names = ("state", "gross_weekly", "contribution_weekly", "net_weekly", "payment_basis", "legal_basis", "account_type", "officer")
        assert {name: head[name] for name in names} == {name: said[name] for name in names}
        assert head["tier"] == said["monitoring_tier"] and head["statutory_review_due_on"] == said["next_statutory_review_due_on"]
        assert next((clock["due_on"] for clock in head["clocks"] if clock["step"] == "return_due"), None) == said["next_return_due_on"]
