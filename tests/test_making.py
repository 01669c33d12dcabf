"""What a PDF says of its making is told as a fact: changed after it was made, or made by another program than the others of its bank."""

from datetime import date

import pytest

from lib import receiving
from lib.demo.paper import Paper
from lib.statements.pages.making import alike, making
from lib.statements.reading import read
from tests.printed_statements import LEDGER, STYLES, Printer
from tests.small_council import AS_AT, JO, move_in_with_printed_account

TODAY = date(2026, 11, 22)


def made_with(program, payments=LEDGER[:4], more=b""):
    """A printed statement that says which program made it."""
    paper = Paper()
    Printer(paper, STYLES["natwest_pdf"], 100, payments).print()
    return paper.pdf(more=[b"<</Producer(%s)%s>>" % (program.encode(), more)]).replace(b"/Root 1 0 R", b"/Root 1 0 R/Info 5 0 R")


def test_a_pdf_that_says_it_was_changed_is_read_and_that_is_said():
    reading = read("a.pdf", made_with("Example Writer 2.1", more=b"/CreationDate(D:20260105093000Z)/ModDate(D:20260211181500+01'00')"), today=TODAY)
    assert (reading["status"], reading["made_with"]) == ("read", "Example Writer 2.1")
    assert "The PDF says that it was made on 05/01/2026 at 09:30 and changed on 11/02/2026 at 18:15, with Example Writer 2.1." in reading["messages"]


@pytest.mark.parametrize(("metadata", "said"), [
    ({}, (None, None)),
    ({"Producer": "A", "Creator": "A"}, ("A", None)),
    ({"Producer": "A", "Creator": "B", "CreationDate": "D:20260105", "ModDate": "D:20260105"}, ("A; B", None)),
    ({"CreationDate": "D:20260105093000", "ModDate": "D:20260105093100"}, (None, "The PDF says that it was made on 05/01/2026 at 09:30 and changed on 05/01/2026 at 09:31.")),
    ({"CreationDate": "yesterday", "ModDate": "D:20260105"}, (None, None)),
    ({"Producer": b"bytes", "Creator": "x\x00\u202ey" + "z" * 200}, ("xy" + "z" * 118, None)),
])  # fmt: skip
def test_a_description_says_what_it_can(metadata, said):
    assert making(metadata) == said


def test_versions_of_one_program_are_alike():
    assert alike("Writer 5.5.13 (build 7)") == alike("WRITER 6") + " build" != alike("Other 6")


def test_a_pdf_of_another_program_than_the_others_of_its_bank_is_told_so(store):
    move_in_with_printed_account(store)
    own = [(f"{number}.pdf", made_with(f"Bank Printer {number}", LEDGER[number : number + 3])) for number in range(4)]
    odd = made_with("Office Suite 1", LEDGER[8:11])
    fact = "The PDF says that it was made with Office Suite 1. Of 5 others of this bank here, 4 say Bank Printer"
    two = receiving.import_files(store, JO, [*own[:2], ("odd.pdf", odd)], as_at=AS_AT)
    assert {receipt["status"] for receipt in two} == {"imported"}
    assert not any("made with" in message for receipt in two for message in receipt["messages"])
    receiving.import_files(store, JO, own[2:], as_at=AS_AT)
    later = receiving.import_files(store, JO, [("later.pdf", made_with("Office Suite 1", LEDGER[5:9])), ("same.pdf", made_with("Bank Printer 9", LEDGER[6:10]))], as_at=AS_AT)
    assert any(message.startswith(fact) for message in later[0]["messages"])
    assert not any("made with" in message for message in later[1]["messages"])
