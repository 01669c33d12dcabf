"""What holds of every forecast, whatever the figures: it adds up, and the days on which it crosses a line are those of a plain model."""

from collections import defaultdict
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lib.sqlfiles import sql_file
from tests.cases import Case, run_case

BASIS, AS_AT, WEEKS = date(2026, 3, 31), date(2026, 4, 10), 4
DAY = timedelta(days=1)
PACES = ("slow", "lately", "planned")
COLUMNS = ("pace", "on_day", "money_in", "money_out", "balance", "surplus_line", "over_on", "low_on", "below_zero_on")

pounds = st.decimals(min_value=0, max_value=3000, places=2)
forecasts = st.fixed_dictionaries(
    {
        "held": st.decimals(min_value=-500, max_value=6000, places=2), "owed": pounds, "weekly": st.tuples(*[st.decimals(min_value=0, max_value=900, places=2)] * 3),
        "paid": st.lists(st.tuples(st.integers(1, 45), pounds), max_size=5), "end": st.none() | st.integers(0, 40), "lines": st.tuples(pounds, pounds, pounds), "changes": st.integers(1, 40),
    }
)  # fmt: skip


def of_week(weekly, days):
    """So many sevenths of a week's money, to the penny, a half penny up."""
    return (weekly * days / 7).quantize(Decimal("0.01"), ROUND_HALF_UP)


def modelled(one, weekly):
    """The balance day by day as a person with a calculator would have it, and the first day beyond each line."""
    balance, days = one["held"], []
    for number in range((AS_AT + 7 * WEEKS * DAY - BASIS).days + 1):
        on_day = BASIS + number * DAY
        came = sum((amount for after, amount in one["paid"] if after == number), Decimal(0))
        went = one["owed"] if number == 1 else Decimal(0)
        if number and (one["end"] is None or number <= one["end"]):
            went += of_week(weekly, number) - of_week(weekly, number - 1)
        balance += came - went
        now, paid, later = one["lines"]
        days.append({"on_day": on_day, "money_in": came, "money_out": went, "balance": balance, "surplus_line": now if number == 0 else paid if number < one["changes"] else later})
    low = Decimal(50)
    return days, {
        "over_on": next((day["on_day"] for day in days if day["balance"] > day["surplus_line"]), None),
        "low_on": next((day["on_day"] for day in days if day["balance"] < low), None),
        "below_zero_on": next((day["on_day"] for day in days if day["balance"] < 0), None),
    }


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(forecasts)
def test_a_forecast_adds_up_and_crosses_where_a_plain_model_does(empty_store, one):
    mine = {"agreement_id": "g1", "account_id": "a1"}
    changes = BASIS + one["changes"] * DAY
    now, paid, later = (str(line) for line in one["lines"])
    tables = defaultdict(list) | {
        "dashboards.pace": [
            mine
            | {"council": "Westmarch", "officer": "jo", "basis_on": str(BASIS), "end_date": None if one["end"] is None else str(BASIS + one["end"] * DAY)}
            | {"held": str(one["held"]), "owed": str(one["owed"])}
            | {f"weekly_{pace}": str(weekly) for pace, weekly in zip(PACES, one["weekly"], strict=True)}
        ],
        "reconciliation.payment_to_come": [mine | {"on_day": str(BASIS + after * DAY), "kind": "council_payment", "amount": str(amount)} for after, amount in one["paid"]],
        "dashboards.case_band": [
            {"agreement_id": "g1", "from_date": "2020-01-01", "to_date": str(changes - DAY), "surplus_line": now, "surplus_line_paid": paid, "low_line": "50.00"},
            {"agreement_id": "g1", "from_date": str(changes), "to_date": "9999-12-31", "surplus_line": now, "surplus_line_paid": later, "low_line": "50.00"},
        ],
        "staging.policy": [{"council": "Westmarch", "setting": "forecast_weeks_ahead", "effective_from": "2024-04-01", "effective_to": "9999-12-31", "value": str(WEEKS)}],
    }
    found = run_case(empty_store, sql_file("dashboards.forecast"), Case("dashboards.forecast", "", tables, {"as_at": str(AS_AT), "agreement_id": "g1"}, [dict.fromkeys(COLUMNS)]))
    for pace, weekly in zip(PACES, one["weekly"], strict=True):
        rows = sorted((row for row in found if row["pace"] == pace), key=lambda row: row["on_day"])
        days, crossed = modelled(one, weekly)
        assert [row["on_day"] for row in rows] == [str(day["on_day"]) for day in days]
        for row, day in zip(rows, days, strict=True):
            assert {name: Decimal(row[name]) for name in ("money_in", "money_out", "balance", "surplus_line")} == {
                name: day[name] for name in ("money_in", "money_out", "balance", "surplus_line")
            }
            assert {name: row[name] for name in crossed} == {name: on and str(on) for name, on in crossed.items()}
        moved = sum(Decimal(row["money_in"]) - Decimal(row["money_out"]) for row in rows)
        assert Decimal(rows[0]["balance"]) + moved == Decimal(rows[-1]["balance"])
