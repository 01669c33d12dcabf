"""Files with a few bytes changed, and what holds of any reading of them."""

import json
from decimal import Decimal
from itertools import accumulate

from hypothesis import strategies as st

PIECES = [b"\n", b",", b'"', b"\r", b":", b"<", b">", b"^", b"!", b"-", b"C", b"D", b"1e9", b"=", b"\xff", b"\x00", b"NaN", b"99999999999"]


@st.composite
def mutated(draw, contents):
    """One of these contents with up to six places changed."""
    content = bytearray(draw(st.sampled_from(contents)))
    for _ in range(draw(st.integers(1, 6))):
        place = draw(st.integers(0, len(content)))
        if draw(st.booleans()):
            content[place : place + draw(st.integers(0, 40))] = draw(st.binary(max_size=12))
        else:
            content[place:place] = draw(st.sampled_from(PIECES))
    return bytes(content)


def holds(reading):
    """Whether a reading is plain values, says why it was refused, and its sums are those of its rows."""
    json.dumps(reading)
    assert reading["status"] in ("read", "refused")
    assert reading["statements"] or len(reading["reason"]) > 15
    for statement in reading["statements"]:
        amounts = [Decimal(row["amount"]) for row in statement["rows"]]
        assert statement["lines"] == len(amounts) > 0
        assert Decimal(statement["credits"]) - Decimal(statement["debits"]) == sum(amounts)
        assert len({row["line_number"] for row in statement["rows"]}) == len(amounts)
        if statement["proof"] == "proven":
            running = list(accumulate(amounts, initial=Decimal(statement["opening_balance"])))
            assert running[-1] == Decimal(statement["closing_balance"])
            assert all(row["balance"] in (None, f"{balance + 0:.2f}") for row, balance in zip(statement["rows"], running[1:], strict=True))
    return True
