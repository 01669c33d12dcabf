"""A small made-up council for tests: two councils, three officers, four accounts, and statements by hand."""

import hashlib
import json
from datetime import date
from decimal import Decimal

from lib import categories, policy, receiving
from lib.monitoring import follow, unfollowed
from lib.store import OPERATOR, Actor, now

AS_AT = date(2026, 6, 30)

# agreement, council, officer: a1 and a2 are Jo's, a3 is Sam's of the same council, a4 is Kim's of the other.
AGREEMENTS = (("1", "Westmarch", "jo"), ("2", "Westmarch", "jo"), ("3", "Westmarch", "sam"), ("4", "Easthaven", "kim"))

JO = Actor("jo", "officer", ("Westmarch",), "jo", "Jo Example")
LEE = Actor("lee", "team_leader", ("Westmarch",), "lee", "Lee Example")


def move_in(store, agreements=AGREEMENTS, as_at=AS_AT):
    """Load the policy, the categories and a caseload into an empty store."""
    with unfollowed():
        policy.load(store, OPERATOR, as_at=as_at)
        categories.load(store, OPERATOR)
    with store.change(OPERATOR, "load_caseload", "small council") as change:
        for table, rows in caseload(agreements).items():
            change.insert(table, [{"load_number": 1, "row_number": number} | row for number, row in enumerate(rows, start=2)])
        follow(change, as_at)


def move_in_with_printed_account(store):
    """The small council, where Jo also looks after the account that tests/printed_statements prints."""
    move_in(store)
    with store.change(OPERATOR, "load_caseload", "an account") as change:
        change.insert("raw.account", [{"load_number": 2, "row_number": 2, "account_id": "a8", "agreement_id": "g1", "sort_code": "200000", "account_number": "12345678"}])
        follow(change, AS_AT, caseload=True)


def caseload(agreements):
    """The rows of raw tables: each person has an agreement of £100.00 a week, £10.00 of it their own, paid four-weekly."""
    tables = {"raw.person": [], "raw.agreement": [], "raw.rate": [], "raw.account": [], "raw.plan_line": [], "raw.payee": []}
    for number, council, officer in agreements:
        agreement = {"agreement_id": f"g{number}"}
        tables["raw.person"].append(
            {
                "person_id": f"p{number}",
                "forename": "Ada",
                "surname": f"Example{number}",
                "council": council,
                "client_type": "adult",
                "address": f"{number} Example Street",
                "postcode": "WM1 1AA",
            }
        )
        tables["raw.agreement"].append(agreement | {
            "person_id": f"p{number}", "council": council, "officer": officer, "start_date": date(2026, 1, 1), "account_type": "own_bank",
            "payment_basis": "net", "payment_cycle": "4-weekly", "first_payment_on": date(2026, 1, 5), "return_frequency_months": 3,
        })  # fmt: skip
        tables["raw.rate"].append(agreement | {"from_date": date(2026, 1, 1), "gross_weekly": Decimal("100.00"), "contribution_weekly": Decimal("10.00")})
        tables["raw.account"].append(agreement | {"account_id": f"a{number}", "account_number": f"0000000{number}", "sort_code": "000000", "opened_on": date(2026, 1, 1)})
        tables["raw.plan_line"].append(agreement | {"plan_line_id": f"l{number}", "spend_category": "agency", "weekly_amount": Decimal("80.00")})
        tables["raw.payee"].append(agreement | {"payee_name": "Care At Home", "spend_category": "agency"})
    return tables


def reading(account_id, lines, opening=None):
    """What is read from a statement of (day, description, pounds) lines, and its bytes. With an opening balance it is proven."""
    balance, rows = opening and Decimal(opening), []
    for number, (day, description, amount) in enumerate(lines, start=1):
        balance = balance + Decimal(amount) if opening else None
        rows.append({
            "line_number": number, "sequence": number, "posted_on": day, "description": description, "amount": amount, "balance": opening and str(balance),
            "kind": None, "external_id": None, "card_reference": None, "merchant_code": None, "merchant": None, "source": description,
        })  # fmt: skip
    amounts = [Decimal(amount) for *_, amount in lines]
    statement = {
        "account": {"sort_code": "000000", "account_number": f"0000000{account_id[1:]}", "card_reference": None}, "currency": "GBP",
        "from_date": min(day for day, *_ in lines), "to_date": max(day for day, *_ in lines), "opening_balance": opening, "closing_balance": opening and str(balance),
        "lines": len(lines), "credits": str(sum(amount for amount in amounts if amount > 0)), "debits": str(-sum(amount for amount in amounts if amount < 0)),
        "proof": "proven" if opening else "unproven", "break": None, "rows": rows,
    }  # fmt: skip
    content = json.dumps(statement).encode()
    sha256 = hashlib.sha256(content).hexdigest()
    return {
        "file": f"{sha256[:8]}.csv", "sha256": sha256, "status": "read", "reason": None, "kind": "csv", "layout": "by_hand",
        "statements": [statement], "rejected_lines": [], "skipped_lines": [], "messages": [], "needs_layout": False, "not_kept": None, "to_check": None, "made_with": None,
    }, content  # fmt: skip


def receive(store, account_id, lines, opening=None, actor=OPERATOR, as_at=AS_AT):
    """Keep a statement of these lines, and give its receipt."""
    read, content = reading(account_id, lines, opening)
    return receiving.keep(store, actor, [read], {read["sha256"]: content}, as_at=as_at)[0]


def receive_for_each(store, accounts, lines, opening=None):
    """Keep a statement of these lines for each account, all in one transaction."""
    read = [reading(account_id, lines, opening) for account_id in accounts]
    receiving.keep(store, OPERATOR, [one for one, _ in read], {one["sha256"]: content for one, content in read}, as_at=AS_AT)


def a1_holds_too_much(store):
    receive(store, "a1", [("2026-04-02", "CARE AT HOME", "-80.00"), ("2026-06-30", "CARE AT HOME", "-80.00")], opening="1660.00")


# What fills the store of conftest's held; others go on from there.
HOLDING = (move_in, a1_holds_too_much)


def decide(store, setting, value):
    """The council decides on a setting, from June on."""
    with store.change(LEE, "load_policy", setting) as change:
        change.insert("decisions.policy", [{
            "load_number": 99, "council": "Westmarch", "setting": setting, "effective_from": date(2026, 6, 1), "value": Decimal(value), "decided_by": "lee", "decided_at": now(),
        }])  # fmt: skip
