"""The worked figures of the field, to the penny, through the whole store."""

from datetime import date
from decimal import Decimal

import pytest

from lib import policy
from lib.monitoring import follow
from lib.store import OPERATOR
from tests.small_council import caseload

AS_AT = date(2027, 2, 1)


@pytest.fixture
def council(store):
    """£420.00 a week, £62.35 of it the person's, paid four-weekly for a year of 13 payments and 18 days."""
    policy.load(store, OPERATOR, as_at=AS_AT)
    tables = caseload((("1", "Westmarch", "jo"),))
    tables["raw.agreement"][0] |= {"start_date": date(2026, 1, 5), "first_payment_on": date(2026, 1, 5), "end_date": date(2027, 1, 21)}
    tables["raw.rate"][0] |= {"from_date": date(2026, 1, 5), "gross_weekly": Decimal("420.00"), "contribution_weekly": Decimal("62.35")}
    with store.change(OPERATOR, "load_caseload", "a year") as change:
        for table, rows in tables.items():
            change.insert(table, [{"load_number": 1, "row_number": number} | row for number, row in enumerate(rows, start=2)])
        follow(change, AS_AT)
    return store


def test_a_week_is_what_the_budget_costs_less_what_the_person_pays(council):
    assert council.row("from staging.rate")["net_weekly"] == Decimal("357.65")


def test_a_year_is_thirteen_payments_and_the_last_days_are_paid_by_the_day(council):
    amounts = [row["amount"] for row in council.rows("from reconciliation.expected_payment order by due_on")]
    assert amounts == [Decimal("1430.60")] * 13 + [Decimal("919.67")]
    assert sum(amounts[:13]) == Decimal("18597.80")


def test_the_contribution_is_due_for_the_same_days(council):
    amounts = [row["amount"] for row in council.rows("from reconciliation.expected_contribution order by due_on")]
    assert amounts == [Decimal("249.40")] * 13 + [Decimal("160.33")]


def test_the_surplus_is_shared_as_it_was_paid_in(council):
    """5,260.00 less 312.40, 1,610.00 and 8 weeks: the sum itself is the worked example of reconciliation.surplus."""
    share = council.row("select sums.share(476.40, 6235, 42000) as person, (476.40 - sums.share(476.40, 6235, 42000))::decimal(18, 2) as council")
    assert share == {"person": Decimal("70.72"), "council": Decimal("405.68")}
