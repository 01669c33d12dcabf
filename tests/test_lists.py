"""Lists and figures on a page: what stands in them is data, whatever somebody typed."""

from datetime import date
from decimal import Decimal

import pytest
from streamlit.testing.v1 import AppTest

from tests.on_page import figures, lists

HOSTILE = ["<img src=x onerror=alert(1)>", "--> ]> </style><script>alert(1)</script>", "\" ' &quot; &#60;b&#62; \\u003c", "*a* [b](javascript:x) $c$ :red[d]", "a\nb\u2028c\u202e"]


def _page(said):
    from lib.ui import cards, place, tables

    tables.show([{"text": one} for one in said], [tables.Column("text", said[0])], said[0], "", to=lambda row: place.address("case", account=row["text"]), download=False)
    cards.figures([cards.Figure(one, one, (one,), place.address("case", account=one), one) for one in said])


@pytest.fixture(scope="module")
def hostile():
    app = AppTest.from_function(_page, args=(HOSTILE,)).run()
    assert not app.exception
    return app


def test_what_was_typed_comes_through_as_it_is(hostile):
    (rows,) = lists(hostile)
    assert [row["text"] for row in rows] == HOSTILE
    assert [(label, value, *lines) for label, value, lines, _ in figures(hostile)] == [(one, one, one) for one in HOSTILE]


def test_no_sign_of_it_is_html_or_another_address(hostile):
    for element in hostile.get("html"):
        body = element.proto.body
        assert "<img" not in body and "<script" not in body and "<b>" not in body
        # At these a browser's cleaner throws a whole attribute away, and the list with it.
        assert not any(sign in body for sign in ("-->", "]>", "</style", "<script"))
    assert all(to.startswith("case?account=") and "&" not in to for to in [row["to"] for row in lists(hostile)[0]] + [to for *_, to in figures(hostile)])


def _kinds(known):
    from lib.ui.tables import Column, show

    columns = [Column("on", "On", "day"), Column("sum", "Sum", "money"), Column("count", "Count", "count"), Column("state", "State", "code"), Column("who", "")]
    show([known, dict.fromkeys(known)], columns, "kinds", "", download=False)


def test_a_cell_is_written_as_its_kind_is_and_what_is_not_known_says_nothing():
    known = {"on": date(2026, 3, 5), "sum": Decimal("-1234.50"), "count": 0, "state": "to_review", "who": "A"}
    (rows,) = lists(AppTest.from_function(_kinds, args=(known,)).run())
    assert rows[0] == {"on": "5 Mar 2026", "sum": "-£1,234.50", "count": "0", "state": "To review", "who": "A", "to": None}
    assert rows[1] == {"on": "", "sum": "", "count": "", "state": "", "who": "", "to": None}
