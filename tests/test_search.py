"""Search: what is typed is understood, what is found has it, and nobody finds what they may not see."""

import shutil
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib import access, diary, receiving, safeguarding, search, surplus
from lib.errors import NotAllowed
from lib.store import OPERATOR, Actor, open_store
from tests.small_council import AS_AT, JO, LEE, reading

KIM = Actor("kim", "officer", ("Easthaven",), "kim")
UNA = Actor("una", "auditor", ("Westmarch",))
BOTH = Actor("bo", "senior_officer", ("Westmarch", "Easthaven"))
NAMES = {"surplus_notice": "Money to be taken back"}
# What might be typed to find the same words, amounts and notes in every case.
TYPED = ("Ada Example", "Exampel", "care at home", "46.18", "360", "20 Feb 2026", "visiting sister", "00-00-00 0000", "hospital", "taken back")


@pytest.fixture(scope="module")
def store(tmp_path_factory, held_path):
    """Four cases of three officers and two councils, each with the same lines, notes and a case of its own."""
    opened = open_store(shutil.copy(held_path, tmp_path_factory.mktemp("search")))
    lines = [("2026-02-20", "CRD CAFÉ 100% 4432", "-46.18"), ("2026-02-21", "WESTMARCH DP 7781", "360.00"), ("2026-03-01", "BET365", "-20.00")]
    read = [reading(account_id, lines, "1400.00") for account_id in ("a2", "a3", "a4")]
    receiving.keep(opened, OPERATOR, [one for one, _ in read], {one["sha256"]: content for one, content in read}, as_at=AS_AT)
    for number in "1234":
        diary.write(opened, OPERATOR, f"g{number}", "visit", f"Her sister paid £46.18; she visited case {number}.", AS_AT, date(2026, 2, 20), "Ada's sister")
    surplus_id = surplus.calculate(opened, JO, "g1", "hospital", "Three weeks in hospital", AS_AT)
    surplus.prepare_notice(opened, JO, "g1", surplus_id, "400.00", date(2026, 7, 31), "invoice", AS_AT)
    yield opened
    opened.close()


def found(store, typed, actor=OPERATOR):
    return {(one.kind, one.amount): one for one in search.find(store, actor, typed, NAMES)}


def whose(store, typed, kind, actor=OPERATOR, amount=None):
    one = found(store, typed, actor).get((kind, amount))
    return sorted(row["agreement_id"] for row in one.rows) if one else []


@pytest.mark.parametrize(
    ("typed", "readings"),
    [
        ("Ada", [{"words": "Ada"}]),
        ("46.18", [{"amount": "46.18"}]),
        ("£1,234.56", [{"amount": "1234.56"}]),
        ("£ 400", [{"amount": "400"}]),
        ("-46.18", [{"amount": "46.18"}]),
        ("asda 46.18", [{"words": "asda", "amount": "46.18"}]),
        ("asda 4/3/26", [{"words": "asda", "day": date(2026, 3, 4)}]),
        ("4th March 2026", [{"day": date(2026, 3, 4)}]),
        ("2026-03-04", [{"day": date(2026, 3, 4)}]),
        ("31/02/2026", [{"words": "31/02/2026"}]),
        ("400", [{"words": "400"}, {"amount": "400"}]),
        ("asda 40", [{"words": "asda 40"}, {"words": "asda", "amount": "40"}]),
        ("00123456", [{"words": "00123456", "digits": "00123456"}]),
        ("20-00-00 12345678", [{"words": "20-00-00 12345678", "digits": "20000012345678"}]),
        ("1.2.3", [{"words": "1.2.3"}]),
        ("46.181", [{"words": "46.181"}]),
        ("4", [{"amount": "4"}]),
        ("a", []),
        (" % ' ", []),
        ("", []),
        (None, []),
    ],
)
def test_what_is_typed_is_understood(typed, readings):
    said = [{name: value for name, value in vars(one).items() if value and name != "noted"} for one in search.readings(typed)]
    assert said == [one | ({"amount": Decimal(one["amount"])} if "amount" in one else {}) for one in readings]


def test_a_person_is_found_by_name_in_any_order_by_part_and_nearly_as_it_is_spelled(store):
    for typed in ("example2 ada", "ada example2", "Ada xample2", "p2", "g2", "a2", "00000002", "00-00-00 00000002"):
        assert whose(store, typed, "person") == ["g2"], typed
    assert whose(store, "exampel2", "person") == ["g1", "g2", "g3", "g4"]
    assert whose(store, "example2 bea", "person") == []


def test_nearly_right_is_looked_for_only_where_nobody_that_one_may_see_has_the_name(store):
    """So who may not see g4 learns nothing of it: they find those of theirs that are nearly it."""
    assert whose(store, "example4", "person") == ["g4"]
    assert whose(store, "example4", "person", JO) == ["g1", "g2"]


def test_a_line_is_found_by_its_words_its_amount_and_its_day_and_a_penny_off_is_not(store):
    for typed in ("cafe", "4432", "100% café", "46.18", "cafe £46.18", "46.18 20/2/2026"):
        kinds = {kind: one for (kind, _), one in found(store, typed).items()}
        assert [row["agreement_id"] for row in kinds["line"].rows] == ["g2", "g3", "g4"], typed
    for typed in ("46.17", "cafe 46.19", "46.18 21/2/2026", "b%t", "b_t", "4432 4433"):
        assert not {kind: one for (kind, _), one in found(store, typed).items() if kind == "line"}, typed


def test_whole_pounds_are_an_amount_and_digits(store):
    assert whose(store, "360", "line", amount=Decimal("360.00")) == ["g2", "g3", "g4"]
    assert whose(store, "7781", "line") == ["g2", "g3", "g4"]


def test_a_payee_comes_once_for_each_account_with_its_lines(store):
    rows = found(store, "care home")[("payee", None)].rows
    assert [(row["agreement_id"], row["lines"], row["money_out"]) for row in rows if row["lines"]] == [("g1", 2, Decimal("160.00"))]
    assert sorted(row["agreement_id"] for row in rows if not row["lines"]) == ["g2", "g3", "g4"]


def test_a_note_is_found_by_how_its_words_begin_and_by_the_sum_in_it(store):
    for typed in ("visiting sister", "sisters visit", "sister 46.18", "46.18 visits"):
        assert whose(store, typed, "note", amount=Decimal("46.18") if "46" in typed else None) == ["g1", "g2", "g3", "g4"], typed
    assert not whose(store, "visit brother", "note")


def test_a_correction_is_found_and_what_stood_before_or_was_withdrawn_is_not(held):
    entry_id = diary.write(held, JO, "g1", "note", "Her nephew manages it.", AS_AT)
    diary.correct(held, JO, "g1", entry_id, "Her neighbour manages it.", AS_AT)
    assert whose(held, "neighbour", "note") == ["g1"] and not whose(held, "nephew", "note")
    diary.withdraw(held, JO, "g1", entry_id, "Not hers.")
    assert not whose(held, "neighbour", "note")


def test_findings_letters_and_money_back_are_found_by_words_and_amounts(store):
    assert whose(store, "taken back", "letter") == ["g1"]
    assert whose(store, "400.00", "letter", amount=Decimal("400.00")) == ["g1"] and not whose(store, "400.01", "letter", amount=Decimal("400.01"))
    assert whose(store, "780.00", "money", amount=Decimal("780.00")) == ["g1"]
    assert whose(store, "weeks hospital", "money") == ["g1", "g1"]
    assert whose(store, "bet365", "finding")


def test_who_is_called_just_so_comes_first_and_what_is_merely_alike_last(store):
    assert next(iter(found(store, "ada"))) == ("person", None)
    assert next(kind for kind, _ in found(store, "sister")) == "note"
    assert next(kind for kind, _ in found(store, "46.18")) == "line"


def test_no_more_is_read_than_is_shown_and_the_count_says_how_many_there_are(store, monkeypatch):
    monkeypatch.setattr(search, "MOST_SHOWN", 2)
    lines = found(store, "cafe")[("line", None)]
    assert len(lines.rows) == 2 and lines.count == 3
    assert found(store, "cafe", LEE)[("line", None)].count == 2


# Walls


@pytest.fixture(scope="module")
def everybodys(store):
    """{what is typed: all there is to find}."""
    return {typed: found(store, typed) for typed in TYPED}


@pytest.mark.parametrize("actor", [JO, KIM, UNA, BOTH, Actor("no", "senior_officer", ())], ids=lambda actor: f"{actor.username} {actor.role}")
def test_nobody_finds_anything_of_a_case_that_they_may_not_see(store, everybodys, actor):
    mine = {f"g{number}" for number in "1234" if access.may(store, actor, "see_case", agreement_id=f"g{number}")}
    for typed in TYPED:
        everything = everybodys[typed]
        for key, one in found(store, typed, actor).items():
            assert {row["agreement_id"] for row in one.rows} <= mine, (typed, key)
            if key in everything and all(row.get("fit", 4) > 1 for row in everything[key].rows):
                assert len(one.rows) == one.count == len([row for row in everything[key].rows if row["agreement_id"] in mine]), (typed, key)


@pytest.mark.parametrize("role", ["administrator", "visitor"])
def test_who_sees_no_case_finds_nothing(store, role):
    with pytest.raises(NotAllowed):
        search.find(store, Actor("pat", role, ("Westmarch",)), "Ada")


def test_a_concern_and_its_letter_leave_no_trace_for_anybody(held):
    typed = ("nephew referral", "safeguarding", AS_AT.isoformat())
    before = [search.find(held, LEE, text, NAMES) for text in typed]
    safeguarding.raise_concern(held, JO, "g1", "other", "Her nephew takes it.", AS_AT)
    assert [search.find(held, LEE, text, NAMES) for text in typed] == before


# Whatever is typed


@given(st.text(st.characters(exclude_categories=()), max_size=40) | st.text("0123456789£.,/- *", max_size=20) | st.from_regex(r"[0-9]{1,2} [a-z]{3,9} [0-9]{4} .{0,5}"))
@settings(max_examples=15, deadline=None)
def test_any_text_is_taken(store, typed):
    for one in search.find(store, LEE, typed, NAMES):
        assert 0 < len(one.rows) <= one.count


@given(
    words=st.lists(st.sampled_from(["cafe", "CARE", "home", "4432", "dp", "100%", "bet", "sister", "paid", "ada", "%", "_", "'", "ome"]), max_size=3),
    amount=st.sampled_from(["", "46.18", "£360.00", "£80", "46.17"]),
    day=st.sampled_from(["", "20/02/2026", "2 Apr 2026"]),
)
@settings(max_examples=15, deadline=None)
def test_every_line_and_note_that_is_found_has_all_that_was_asked(store, words, amount, day):
    asked = " ".join([*words, amount, day])
    pounds, on = Decimal(amount.strip("£") or 0), {"20/02/2026": date(2026, 2, 20), "2 Apr 2026": date(2026, 4, 2)}.get(day)
    parts = [word.strip("%").upper() for word in words if len(word.strip("%_'")) > 1]
    for (kind, by_amount), one in found(store, asked).items():
        for row in one.rows:
            if kind == "line" and by_amount in (pounds or None,):
                text = row["description"].upper().replace("É", "E")
                assert all(part in text for part in parts)
                assert not pounds or pounds in (row["money_out"], row["money_in"])
            assert not on or on in (
                row.get("posted_on"),
                row.get("on_day"),
                row.get("occurred_on"),
                row.get("paid_on"),
                row.get("written_on"),
                row.get("sent_on"),
                row.get("due_on"),
            )
