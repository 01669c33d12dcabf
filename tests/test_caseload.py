"""Loading caseload extracts: what comes in, what is kept out with which sentence, and that nothing is lost."""

import csv
import io
import itertools

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lib.caseload import keep, preview
from lib.caseload.load import PlanIsOld, current
from lib.errors import NotAllowed, UserError
from lib.store import OPERATOR, Actor
from tests.small_extract import AGREEMENTS, PAYMENTS, PEOPLE, TABLE, TODAY, look, move_in, numbers, send

SLOW = settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
LEADER = Actor("lena", "team_leader", councils=("Westmarch",))
OFFICER = Actor("omar", "officer", councils=("Westmarch",), officer="WM01")


@pytest.fixture
def loaded(filled):
    """A store of its own with that extract."""
    return filled(move_in)


def test_the_same_extract_twice_changes_nothing(loaded):
    rows = loaded.rows("from raw.person")

    counts = send(loaded, people=PEOPLE, agreements=AGREEMENTS, payments=PAYMENTS)

    assert numbers(counts, "people") == (2, 0, 0, 0, 2, 0)
    assert numbers(counts, "payments") == (1, 0, 0, 0, 1, 0)
    assert loaded.rows("from raw.person") == rows


def test_a_changed_row_supersedes_and_the_old_one_stays(extracted):
    send(extracted, people="person_id,surname,council\nP11,Example,Westmarch\nP12,Same,Westmarch\n")

    counts = send(extracted, people="person_id,surname,council\nP11,Renamed,Westmarch\nP12,Same,Westmarch\n")

    assert numbers(counts, "people") == (2, 0, 1, 0, 1, 0)
    assert current(extracted, TABLE["people"])["P11"].surname == "Renamed"
    assert [row["surname"] for row in extracted.rows("select surname from raw.person where person_id = 'P11' order by load_number")] == ["Example", "Renamed"]


def test_an_end_date_that_turns_up_counts_as_closed(extracted):
    plan = look(extracted, agreements=AGREEMENTS.replace("A1,P1,Westmarch,2024-04-01,", "A1,P1,Westmarch,2024-04-01,2026-03-31"))

    assert numbers(plan.counts, "agreements") == (2, 0, 0, 1, 1, 0)


def test_what_is_not_in_a_newer_extract_is_not_deleted(extracted):
    send(extracted, people="person_id,council\nP13,Westmarch\n")

    assert {"P1", "P3", "P13"} <= set(current(extracted, TABLE["people"]))


def test_a_column_that_is_not_sent_keeps_its_value_and_an_empty_cell_empties_it(extracted):
    (without,) = look(extracted, people="person_id,postcode,council\nP1,WM1 1AA,Westmarch\n").rows["people"]
    (empty,) = look(extracted, people="person_id,surname,council\nP1,,Westmarch\n").rows["people"]

    assert without["surname"] == "Example"
    assert empty["surname"] is None


def test_a_preview_keeps_nothing_and_says_what_keep_then_does(extracted):
    files = [("people.csv", b"person_id,council\nP14,Westmarch\n")]

    plan = preview(extracted, OPERATOR, "new", files, as_at=TODAY)

    assert "P14" not in current(extracted, TABLE["people"])
    assert keep(extracted, OPERATOR, plan, TODAY) == plan.counts
    assert "P14" in current(extracted, TABLE["people"])


def test_a_preview_older_than_another_load_is_not_kept(extracted):
    plan = preview(extracted, OPERATOR, "old", [("people.csv", b"person_id,council\nP15,Westmarch\n")], as_at=TODAY)
    send(extracted, people="person_id,council\nP16,Westmarch\n")

    with pytest.raises(PlanIsOld):
        keep(extracted, OPERATOR, plan, TODAY)
    assert "P15" not in current(extracted, TABLE["people"])


def test_a_load_leaves_its_counts_and_an_activity_row(loaded):
    row = loaded.row("from raw.extract_load")

    assert (row["load_number"], row["loaded_by"], row["profile"]) == (1, "operator", "canonical")
    assert '"added": 2' in row["counts"]
    assert loaded.value("select count(*) from activity.entry where action = 'load_caseload'") == 1


def test_a_bad_row_is_kept_out_with_its_place_and_a_sentence_and_the_others_load(extracted):
    bad = "Y2,A1,31/02/2024,10.00,regular\nY3,A1,2024-05-01,10.005,weekly\nY4,A1,2024-05-01,10.00,regular\n"

    plan = look(extracted, payments=PAYMENTS + bad)

    assert numbers(plan.counts, "payments") == (4, 1, 0, 0, 1, 2)
    first, second = plan.counts["payments"]["rejected"]
    assert first == {
        "file": "payments.csv", "row": 3, "column": "paid_on", "value": "31/02/2024",
        "reason": "'31/02/2024' is not a date. Write it as DD/MM/YYYY or YYYY-MM-DD.",
    }  # fmt: skip
    assert (second["row"], second["column"], second["value"]) == (4, "amount", "10.005")
    assert "at most two decimals" in second["reason"]
    assert "'weekly' is not a kind" in second["reason"]


@pytest.mark.parametrize(
    ("texts", "table", "column", "words"),
    [
        ({"people": "person_id,council\n,Westmarch\n"}, "people", "person_id", "empty"),
        ({"people": "person_id,council,date_of_birth\nP7,Westmarch,2026-11-23\n"}, "people", "date_of_birth", "future"),
        ({"agreements": "agreement_id,person_id,council,start_date\nA7,P7,Westmarch,2024-04-01\n"}, "agreements", "person_id", "no person P7"),
        ({"agreements": "agreement_id,person_id,council,start_date\nA7,P1,Easthaven,2024-04-01\n"}, "agreements", "council", "Westmarch"),
        ({"agreements": "agreement_id,person_id,council,start_date,end_date\nA7,P1,Westmarch,2024-04-02,2024-04-01\n"}, "agreements", "end_date", "before start_date"),
        ({"payments": "payment_id,agreement_id,paid_on,amount,kind\nY7,A7,2024-04-01,1.00,regular\n"}, "payments", "agreement_id", "no agreement A7"),
        ({"absences": "person_id,from_date\nP7,2024-04-01\n"}, "absences", "person_id", "no person P7"),
        ({"rates": "agreement_id,from_date,gross_weekly\nA1,2024-04-01,-1.00\n"}, "rates", "gross_weekly", "below nought"),
        ({"accounts": "account_id,agreement_id,sort_code\nC1,A1,1-2-3\n"}, "accounts", "sort_code", "six digits|6 digits"),
        ({"accounts": "account_id,agreement_id,account_number\nC1,A1,1234567\n"}, "accounts", "account_number", "leading nought"),
        ({"payments": "payment_id,agreement_id,paid_on,amount,kind\nY7,A1,2024-04-01,1,430.60,regular\n"}, "payments", "", "comma"),
    ],
)
def test_each_fault_has_its_sentence(extracted, texts, table, column, words):
    plan = look(extracted, **texts)

    assert numbers(plan.counts, table) == (1, 0, 0, 0, 0, 1)
    (out,) = plan.counts[table]["rejected"]
    assert out["column"] == column
    assert any(word in out["reason"] for word in words.split("|"))


def test_the_later_of_two_rows_with_one_key_is_kept_out_unless_it_says_the_same(extracted):
    plan = look(extracted, people="person_id,surname,council\nP6,First,Westmarch\nP6,First,Westmarch\nP6,Other,Westmarch\n")

    assert numbers(plan.counts, "people") == (3, 1, 0, 0, 1, 1)
    assert plan.counts["people"]["rejected"][0]["row"] == 4
    assert [row["surname"] for row in plan.rows["people"]] == ["First"]


def test_two_agreements_with_one_bank_account_load_with_a_warning(extracted):
    plan = look(extracted, accounts="account_id,agreement_id,sort_code,account_number\nC1,A1,010203,12345678\nC3,A3,01-02-03,12345678\n")

    assert numbers(plan.counts, "accounts") == (2, 2, 0, 0, 0, 0)
    assert len(plan.counts["accounts"]["warnings"]) == 2


def test_rates_that_overlap_are_accepted(extracted):
    plan = look(extracted, rates="agreement_id,from_date,to_date,gross_weekly\nA1,2024-04-01,2026-03-31,100.00\nA1,2025-04-01,,110.00\n")

    assert numbers(plan.counts, "rates") == (2, 2, 0, 0, 0, 0)


def test_text_that_looks_like_a_formula_or_a_tag_is_text(extracted):
    send(extracted, payees='agreement_id,payee_name,address\nA1,=1+1,<script>alert(1)</script>\nA1,"@SUM(A1)","two\nlines"\n')

    assert {row.payee_name: row.address for row in current(extracted, TABLE["payees"]).values()} == {"=1+1": "<script>alert(1)</script>", "@SUM(A1)": "two\nlines"}


def test_a_team_leader_loads_only_rows_of_their_own_councils(extracted):
    plan = look(
        extracted,
        LEADER,
        people="person_id,council\nP7,Westmarch\nP8,Easthaven\n",
        agreements="agreement_id,person_id,council,start_date\nA7,P7,Westmarch,2024-04-01\nA8,P8,Easthaven,2024-04-01\n",
    )

    assert [row["person_id"] for row in plan.rows["people"]] == ["P7"]
    assert [row["agreement_id"] for row in plan.rows["agreements"]] == ["A7"]
    assert "not one of your councils" in plan.counts["people"]["rejected"][0]["reason"]


def test_a_team_leader_cannot_take_over_what_another_council_has(extracted):
    plan = look(
        extracted,
        LEADER,
        people="person_id,surname,council\nP3,Taken,Westmarch\n",
        payments="payment_id,agreement_id,paid_on,amount,kind\nY9,A3,2024-04-02,1.00,regular\n",
    )

    assert numbers(plan.counts, "people") == (1, 0, 0, 0, 0, 1)
    # What is there in another council sounds like what is not there.
    missing = look(extracted, LEADER, payments="payment_id,agreement_id,paid_on,amount,kind\nY9,A8,2024-04-02,1.00,regular\n")
    assert plan.counts["payments"]["rejected"][0]["reason"] == missing.counts["payments"]["rejected"][0]["reason"].replace("A8", "A3")


def test_an_officer_may_not_load(extracted):
    with pytest.raises(NotAllowed):
        preview(extracted, OFFICER, "no", [("people.csv", PEOPLE.encode())], as_at=TODAY)


def test_somebody_elses_preview_is_not_kept(extracted):
    plan = preview(extracted, OPERATOR, "all", [("people.csv", b"person_id,council\nP8,Easthaven\n")], as_at=TODAY)

    with pytest.raises(UserError, match="somebody else"):
        keep(extracted, LEADER, plan, TODAY)


# Any extract

cell_text = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=8)
payment = st.fixed_dictionaries({
    "payment_id": st.sampled_from(["Y1", "Y2", "Y3", "Y4", ""]),
    "agreement_id": st.sampled_from(["A1", "A3", "A9"]),
    "paid_on": st.sampled_from(["2024-04-02", "03/05/2024", "31/02/2024", ""]),
    "amount": st.sampled_from(["10.00", "-5", "1,000.50", "12.345", "ten"]),
    "kind": st.sampled_from(["regular", "One_Off", "weekly"]),
    "reference": cell_text,
})  # fmt: skip
EXAMPLE = itertools.count()


def as_csv(rows, example):
    """The rows as a file. Each example has payment numbers of its own, so that all of them can share a store."""
    written = io.StringIO()
    writer = csv.DictWriter(written, ("payment_id", "agreement_id", "paid_on", "amount", "kind", "reference"), lineterminator="\n")
    writer.writeheader()
    writer.writerows(row | {"payment_id": row["payment_id"] and f"{example}-{row['payment_id']}"} for row in rows)
    return written.getvalue()


def payments_of(store, example):
    """The current payments of one example, as if it stood alone."""
    rows = current(store, TABLE["payments"])
    return {row.payment_id.partition("-")[2]: row[1:] for row in rows.values() if row.payment_id.startswith(f"{example}-")}


@SLOW
@given(rows=st.lists(payment, max_size=8))
def test_any_extract_loaded_twice_changes_nothing(extracted, rows):
    extract = as_csv(rows, next(EXAMPLE))
    first = send(extracted, payments=extract)["payments"]
    before = extracted.rows("from raw.payment order by all")

    again = send(extracted, payments=extract)["payments"]

    assert extracted.rows("from raw.payment order by all") == before
    assert again["rejected"] == first["rejected"]
    assert (again["added"], again["updated"], again["closed"]) == (0, 0, 0)
    for counts in (first, again):
        assert counts["read"] == len(rows) == sum(counts[what] for what in ("added", "updated", "closed", "unchanged")) + len(counts["rejected"])


@SLOW
@given(rows=st.lists(payment, max_size=8, unique_by=lambda row: row["payment_id"]), cut=st.integers(0, 8))
def test_an_extract_in_two_loads_gives_the_same_rows_as_in_one(extracted, rows, cut):
    whole, halves = next(EXAMPLE), next(EXAMPLE)

    send(extracted, payments=as_csv(rows, whole))
    send(extracted, payments=as_csv(rows[:cut], halves))
    send(extracted, payments=as_csv(rows[cut:], halves))

    assert payments_of(extracted, whole) == payments_of(extracted, halves)


def test_a_council_that_decided_no_policy_loads_and_is_mentioned(extracted):
    plan = look(extracted, people="person_id,council\nP7,Northshire\n")

    assert numbers(plan.counts, "people") == (1, 1, 0, 0, 0, 0)
    assert any("Northshire has decided no policy" in message for message in plan.messages)
