"""The made-up council: the same every time, true to its own terms, and wrong only where its truth says so."""

import csv
import io
import time
from collections import Counter
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from hashlib import sha256
from itertools import pairwise

import pytest

from lib.demo import FolderInUse, write_council, write_world
from lib.demo.cases import WITHOUT_BALANCE
from lib.demo.life import closing_balances
from lib.demo.schedule import month_end
from lib.demo.statements import WRITERS
from lib.demo.world import draw_world

AS_AT = date(2026, 9, 15)
RULES = {
    "balance_break",
    "missing_statement",
    "payment_mismatch",
    "payment_gap",
    "contribution_unpaid",
    "contribution_from_dp",
    "cash_withdrawal",
    "gambling",
    "living_cost",
    "transfer_to_self",
    "duplicate_payment",
    "surplus",
}
WEEKS = {"2-weekly": Decimal(2), "4-weekly": Decimal(4), "monthly": Decimal(52) / 12}


@pytest.fixture(scope="module")
def world():
    return draw_world(AS_AT, 60, 1)


@pytest.fixture(scope="module")
def council(tmp_path_factory, world):
    folder = tmp_path_factory.mktemp("council")
    return folder, write_world(folder, world, AS_AT)[1]


def table(path):
    """Rows of a CSV file by column name."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def clean(world):
    """The cases in which nothing is planted."""
    return [case for case in world.cases if case.number not in world.problems]


def pence(pounds):
    """Pence of what a bank or the council wrote."""
    return int((Decimal(pounds.replace("£", "").replace(",", "") or "0") * 100).to_integral_exact())


def test_the_same_arguments_write_the_same_bytes(tmp_path):
    def written(folder, seed):
        write_council(folder, AS_AT, cases=12, seed=seed)
        return {str(path.relative_to(folder)): sha256(path.read_bytes()).hexdigest() for path in sorted(folder.rglob("*")) if path.is_file()}

    once, again, other = written(tmp_path / "once", 3), written(tmp_path / "again", 3), written(tmp_path / "other", 4)

    assert once == again
    assert once != other


def test_a_workbook_is_the_same_file_whenever_it_is_written(world, monkeypatch):
    case = next(case for case in world.cases if case.account.layout == "lloyds_xlsx")
    statement = world.statements(case)[0]

    once = WRITERS["lloyds_xlsx"](case, statement)
    clock = time.localtime(86400 * 9999)
    monkeypatch.setattr(time, "localtime", lambda *_: clock)
    monkeypatch.setattr(time, "time", lambda: 86400.0 * 9999)

    assert WRITERS["lloyds_xlsx"](case, statement) == once


def test_a_folder_in_use_is_left_alone(tmp_path):
    (tmp_path / "extracts").mkdir()

    with pytest.raises(FolderInUse):
        write_council(tmp_path, AS_AT, cases=5)

    assert [path.name for path in tmp_path.iterdir()] == ["extracts"]


def test_each_rule_is_planted_at_least_twice_and_each_account_has_one_kind_of_problem(council):
    truth = table(council[0] / "truth.csv")

    accounts = {(row["rule_id"], row["account_id"]) for row in truth}

    assert {rule for rule, count in Counter(rule for rule, _ in accounts).items() if count >= 2} == RULES
    assert max(Counter(account for _, account in accounts).values()) == 1


def test_every_extract_has_rows_and_every_account_a_folder_of_statements(council):
    folder, counts = council

    extracts = {path.stem: len(table(path)) for path in (folder / "extracts").iterdir()}
    accounts = {row["account_id"] for row in table(folder / "extracts" / "accounts.csv")}

    assert extracts == {name: count for name, count in counts.items() if name in extracts}
    assert len(extracts) == 9
    assert all(extracts.values())
    assert {path.name for path in (folder / "statements").iterdir()} == accounts
    assert len([path for path in (folder / "statements").rglob("*") if path.is_file()]) == counts["statement_files"]


def test_nobody_in_it_can_be_real(council):
    people, accounts = table(council[0] / "extracts" / "people.csv"), table(council[0] / "extracts" / "accounts.csv")

    assert all(is_nhs_number(person["nhs_number"]) and person["nhs_number"].startswith("999") for person in people)
    assert all(person["postcode"].startswith("ZZ99 ") for person in people)
    assert all(account["sort_code"].startswith("00-") or account["card_reference"] for account in accounts)
    assert len({account["account_number"] + account["card_reference"] for account in accounts}) == len(accounts)


def is_nhs_number(number):
    """Ten digits whose last one checks the others."""
    return len(number) == 10 and sum(int(digit) * (10 - place) for place, digit in enumerate(number[:9])) % 11 == (11 - int(number[9])) % 11


def test_every_layout_is_used(world):
    assert {case.account.layout for case in world.cases} == set(WRITERS)


def test_statements_are_whole_months_and_follow_on(world):
    for case in clean(world):
        closing = world.ledgers[case.number].opening
        for statement in world.statements(case):
            assert statement.opening == closing
            assert statement.opening + sum(line.amount for line in statement.lines) == statement.closing
            closing = statement.closing
    assert max(statement.to_date for case in world.cases for statement in world.statements(case)) == date(2026, 8, 31)
    assert min(statement.from_date for case in world.cases for statement in world.statements(case)) == date(2025, 6, 1)


@pytest.mark.parametrize(
    ("layout", "skip", "newest_first", "amount"),
    [
        ("lloyds", 1, True, lambda row: pence(row[6]) - pence(row[5])),
        ("nationwide", 5, False, lambda row: pence(row[4]) - pence(row[3])),
        ("natwest", 1, True, lambda row: pence(row[3])),
        ("first_direct", 1, True, lambda row: pence(row[2])),
        ("coop", 1, True, lambda row: pence(row[3]) - pence(row[4])),
        ("managed", 2, False, lambda row: pence(row[2]) - pence(row[3])),
    ],
)
def test_the_file_says_what_the_ledger_says(world, layout, skip, newest_first, amount):
    balance_column = {"first_direct": 3, "natwest": 4, "managed": 4}.get(layout, -1)
    for case in [case for case in clean(world) if case.account.layout == layout][:2]:
        for statement in world.statements(case):
            _, content = WRITERS[layout](case, statement)
            rows = list(csv.reader(io.StringIO(content.decode())))[skip:]
            rows = rows[::-1] if newest_first else rows

            balance = statement.opening
            for row, line in zip(rows, statement.lines, strict=True):
                balance += amount(row)
                assert amount(row) == line.amount
                assert pence(row[balance_column]) == balance
                assert any(line.text in cell for cell in row)


def test_only_loads_purchases_and_fees_move_money_on_a_card(world):
    for case in [case for case in clean(world) if case.account.layout == "card"][:4]:
        for statement in world.statements(case):
            rows = list(csv.DictReader(io.StringIO(WRITERS["card"](case, statement)[1].decode())))
            counted = [row for row in rows if row["Entry Type"] in ("load", "presentment", "fee")]

            assert [pence(row["Bill Amount"]) for row in counted] == [line.amount for line in statement.lines]
            assert [pence(row["Actual Balance"]) for row in counted] == [line.balance for line in statement.lines]


def test_a_bank_without_balances_shows_a_line_at_both_ends_of_each_file(world):
    for case in [case for case in clean(world) if case.account.layout in WITHOUT_BALANCE]:
        statements = world.statements(case)
        assert all(earlier.lines[-1].on == earlier.to_date and later.lines[0].on == later.from_date for earlier, later in pairwise(statements))


def test_clean_balances_stay_between_a_week_and_what_policy_keeps(world):
    for case in clean(world):
        agreement, ledger = case.agreement, world.ledgers[case.number]
        winding_down = agreement.dues(world.window[1])[-1] if agreement.end_date else world.window[1]
        for day, balance in closing_balances(ledger, world.window):
            weeks = Decimal(balance) / agreement.net_weekly(day)
            assert balance >= 0
            if agreement.start_date < day <= winding_down:
                assert 1 <= weeks <= max(7, agreement.float_weeks)
            if day == month_end(day):
                assert weeks < agreement.surplus_weeks()


def test_payments_and_contributions_follow_the_rates_to_the_penny(council, world):
    rates = {}
    for row in table(council[0] / "extracts" / "rates.csv"):
        rates.setdefault(row["agreement_id"], []).append(row)
    agreements = {row["agreement_id"]: row for row in table(council[0] / "extracts" / "agreements.csv")}
    scheduled = {row["agreement_id"] for row in table(council[0] / "extracts" / "payments.csv")}

    def weekly(agreement_id, day, *columns):
        [rate] = [row for row in rates[agreement_id] if row["from_date"] <= day.isoformat() <= (row["to_date"] or "9999")]
        return [Decimal(rate[column] or 0) for column in columns]

    def for_a_cycle(amount, cycle):
        return int((amount * WEEKS[cycle]).quantize(Decimal("0.01"), ROUND_HALF_UP) * 100)

    unscheduled = [case for case in clean(world) if case.agreement.agreement_id not in scheduled]
    assert unscheduled
    for case in unscheduled:
        terms = agreements[case.agreement.agreement_id]
        for line in world.ledgers[case.number].lines:
            gross, contribution, health = weekly(terms["agreement_id"], line.on, "gross_weekly", "contribution_weekly", "health_weekly")
            if line.category == "council_payment":
                assert line.amount == for_a_cycle(gross - contribution - health, terms["payment_cycle"])
                assert is_due(date.fromisoformat(terms["first_payment_on"]), terms["payment_cycle"], line.on)
            if line.category == "client_contribution":
                assert line.amount == for_a_cycle(contribution, terms["payment_cycle"])


def is_due(first, cycle, day):
    """The day is one of the payment days that count from the first."""
    return day.day == first.day if cycle == "monthly" else (day - first).days % (7 * int(WEEKS[cycle])) == 0


def test_scheduled_payments_are_the_credits_and_nothing_else_is(council, world):
    payments = table(council[0] / "extracts" / "payments.csv")
    for case in clean(world):
        agreement_id, ledger = case.agreement.agreement_id, world.ledgers[case.number]
        rows = [row for row in payments if row["agreement_id"] == agreement_id and row["paid_on"] <= "2026-08-31"]
        credits = sorted((line.on.isoformat(), line.amount) for line in ledger.lines if line.category == "council_payment")
        if rows:
            assert credits == sorted((row["paid_on"], pence(row["amount"])) for row in rows)


def test_each_cycle_has_its_contribution_unless_it_is_invoiced(world):
    for case in clean(world):
        paid_in = [line for line in world.ledgers[case.number].lines if line.category == "client_contribution"]
        if case.agreement.payment_basis == "gross" or not case.agreement.rates[-1].contribution:
            assert not paid_in
            continue
        dues = [due for due in case.agreement.dues(world.window[1]) if due >= world.window[0]]
        assert len(paid_in) == len(dues)
        assert all(timedelta(0) <= line.on - due <= timedelta(2) and line.on <= month_end(due) for line, due in zip(paid_in, dues, strict=True))


def test_a_clean_account_has_nothing_that_a_rule_asks_about(world):
    for case in clean(world):
        lines = world.ledgers[case.number].lines
        own_names = {case.person.name.upper(), case.agreement.recipient_name.upper()} - {""}
        assert not [line for line in lines if line.amount < 0 and any(name in line.text for name in own_names)]
        assert not [line for line in lines if line.amount < 0 and "COUNCIL" in line.text]
        assert not [line for line in lines if line.category == "gambling"]
        assert case.spending.cash_weekly or not [line for line in lines if line.category == "cash"]
        assert case.spending.has_living_plan or -sum(line.amount for line in lines if line.category == "living_cost") <= 2500
        paid = Counter((line.party, line.amount, line.on + timedelta(days=gap)) for line in lines if line.amount <= -2000 for gap in range(4))
        assert not [key for key, count in paid.items() if count > 1]


def test_every_line_is_known_by_its_payee_but_for_a_few_strangers(world):
    for case in clean(world):
        names = [payee.name for payee in case.spending.payees]
        strangers = [line for line in world.ledgers[case.number].lines if not line.category]
        for line in world.ledgers[case.number].lines:
            known = [name for name in names if name in line.text]
            if line.amount < 0 and line.category not in ("", "cash", "living_cost"):
                assert len(known) == 1
            if not line.category:
                assert not known
        for first_day, last_day in case.spans:
            assert len([line for line in strangers if first_day <= line.on <= last_day]) <= 2


def test_what_is_planted_is_in_the_files(council):
    folder = council[0]
    truth = table(folder / "truth.csv")
    lines = {"gambling": ("BET365", "WILLIAM HILL ONLINE", "LADBROKES", "NATIONAL LOTTERY"), "transfer_to_self": (" TRANSFER",), "contribution_from_dp": ("CLIENT CONTRIBUTION",)}
    for row in truth:
        if words := lines.get(row["rule_id"]):
            text = "".join(path.read_bytes().decode("utf-8", "replace") for path in sorted((folder / "statements" / row["account_id"]).iterdir()))
            if not text.startswith("PK"):
                assert any(word in text for word in words)
