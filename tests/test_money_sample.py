"""A sample of pounds of the council's year: drawn, looked at, evaluated; and drawn again by anybody from its file."""

import subprocess
import sys
from datetime import date
from decimal import Decimal

import pytest

from lib import checks, money_sample
from lib.errors import NotAllowed, SeveralErrors, UserError
from lib.store import Actor
from tests.small_council import AS_AT, receive

UNA, LEE = Actor("una", "auditor", ("Westmarch",)), Actor("lee", "team_leader", ("Westmarch",))
FROM, TO = date(2026, 4, 1), date(2026, 6, 29)


def sample_of(store, tolerable="60.00"):
    """The small council with more payments: £1,080.00 out of a1, two transfers between accounts left out; and its sample."""
    receive(store, "a3", [(f"2026-05-{day:02}", f"CARE {day}", f"-{day}.50") for day in range(1, 29)] + [("2026-06-01", "CARE LARGE", "-700.00")])
    return money_sample.draw(store, UNA, "Westmarch", FROM, TO, tolerable, "", AS_AT)


def test_a_year_of_pounds_is_drawn_looked_at_and_evaluated(held, tmp_path):
    # a1 paid £80.00 in these days, a3 £420.00 in small sums and £700.00 at once; the payment of 30 June is a day late.
    assert money_sample.proposal(held, UNA, "Westmarch", FROM, TO, AS_AT) == {"items": 1, "pounds": Decimal("80.00"), "confidence": Decimal("0.95"), "tolerable": Decimal("4.00")}
    sample_id = sample_of(held)
    rows = money_sample.items(held, LEE, "Westmarch", sample_id)
    (sample,) = held.rows("from decisions.money_sample")
    assert (sample["items"], sample["pounds"]) == (30, Decimal(80 + 700) + sum(Decimal(day) + Decimal("0.50") for day in range(1, 29)))
    assert [row["pounds"] for row in rows if row["selected_as"] == "certain"] and {"CARE LARGE"} <= {row["description"] for row in rows}
    # From the file and the seed the script that knows nothing of the tool draws the same.
    (tmp_path / "payments.csv").write_bytes(money_sample.population_file(held, UNA, "Westmarch", sample_id))
    script = tmp_path / "draw_pounds_again.py"
    script.write_bytes(money_sample.script())
    again = subprocess.run([sys.executable, "-I", script, tmp_path / "payments.csv", sample["seed"], str(sample["step"])], capture_output=True, check=True, text=True)
    assert again.stdout.splitlines() == [f"SHA-256 of the file: {sample['population_sha256']}", *(f"{row['place']},{row['selected_as']},{row['transaction_id']}" for row in rows)]
    assert money_sample.evaluate(held, LEE, "Westmarch", sample_id)["says"] == [f"0 of {len(rows)} payments are looked at. What they prove is said when all are."]
    for row in rows:
        money_sample.check(held, UNA, "Westmarch", sample_id, row["transaction_id"], str(row["pounds"]), "")
    large = next(row for row in rows if row["description"] == "CARE LARGE")
    with pytest.raises(UserError, match="why not all"):
        money_sample.check(held, UNA, "Westmarch", sample_id, large["transaction_id"], "600", " ")
    money_sample.check(held, UNA, "Westmarch", sample_id, large["transaction_id"], "600.00", "No invoice for £100.00 of it")
    found = money_sample.evaluate(held, LEE, "Westmarch", sample_id)
    assert (found["wrong_items"], found["wrong_for_certain"], found["likely"]) == (1, 100, 100)
    assert found["most"] == min(100 + (sample["step"] * Decimal("2.995732273554")).quantize(Decimal("0.01"), "ROUND_CEILING"), found["pounds"] - found["certain"] + 100)
    assert found["says"][0].endswith("which is more than the £60.00 that are tolerable. £100.00 are likely to be wrong.")
    assert f"£{found['certain']:,.2f} of them, and £100.00 of that was wrong." in found["says"][1]
    assert held.row("select action, reason from activity.entry where action = 'check_money_sample' order by seq desc limit 1")["reason"] == "No invoice for £100.00 of it"
    assert not [fault for fault in checks.evidence_faults(held) if "sample of pounds" in fault]
    (held.places.evidence / sample["population_sha256"]).write_bytes(b"else")
    assert [fault for fault in checks.evidence_faults(held) if "The payments to 29 Jun 2026 of a sample of pounds" in fault and "its hash differs" in fault]


def test_what_can_not_be_drawn_is_said_and_only_an_auditor_draws(held):
    with pytest.raises(NotAllowed):
        money_sample.draw(held, LEE, "Westmarch", FROM, TO, "60.00", "", AS_AT)
    with pytest.raises(SeveralErrors, match="that are over"):
        money_sample.draw(held, UNA, "Westmarch", FROM, AS_AT, "60.00", "", AS_AT)
    for tolerable, said in (("some", "how many pounds may be wrong"), ("80.00", "between nothing and all")):
        with pytest.raises(UserError, match=said):
            money_sample.draw(held, UNA, "Westmarch", FROM, TO, tolerable, "", AS_AT)
    with pytest.raises(UserError, match="No payment out of an account"):
        money_sample.draw(held, UNA, "Westmarch", date(2020, 1, 1), date(2020, 12, 31), "60.00", "", AS_AT)
    sample_id = money_sample.draw(held, UNA, "Westmarch", FROM, TO, "20.00", "1.00", AS_AT)
    with pytest.raises(UserError, match="was not drawn"):
        money_sample.check(held, UNA, "Westmarch", sample_id, "another", "1.00", "")
    (row,) = money_sample.items(held, UNA, "Westmarch", sample_id)
    with pytest.raises(UserError, match="how many pounds of it were right"):
        money_sample.check(held, UNA, "Westmarch", sample_id, row["transaction_id"], "-3", "")
