"""The page beside the line: the line is framed where its own words stand."""

import base64
import io
from datetime import date

import numpy as np
import pytest
from PIL import Image

from lib import receiving
from lib.errors import NotAllowed
from lib.statements import read_files
from lib.statements.pages.picture import MARK, answer
from tests.printed_statements import LEDGER, STYLES
from tests.small_council import AS_AT, JO, move_in_with_printed_account, receive
from tests.test_pdf import on_paper, only
from tests.test_scans import pictured

TURNS = (1.5, 90, 180)


def framed(source, content):
    """(the picture, the rows of it that the frame's sides stand in)."""
    picture = Image.open(io.BytesIO(base64.b64decode(answer({"source": source}, content)["png"]))).convert("RGB")
    rows = np.flatnonzero((np.asarray(picture) == MARK).all(axis=2).any(axis=1)).tolist()
    return picture, rows


@pytest.mark.parametrize("name", ["hsbc_pdf", "lloyds_pdf"])
def test_each_line_is_framed_once_on_its_page(name):
    content = on_paper(STYLES[name])
    heights, lines = set(), only(content)["rows"]
    for row in lines:
        picture, rows = framed(row["source"], content)
        assert 20 < rows[-1] - rows[0] < picture.height / 2, row["source"]
        assert rows == list(range(rows[0], rows[-1] + 1))
        heights.add(row["source"].split(":")[0])
    assert len(heights) == len(lines)


def test_a_line_of_a_table_has_no_page():
    assert answer({"source": "04/03/2026,DEB,ASDA,46.18,,1294.02"}, b"x") == {}


def test_the_page_is_shown_to_those_who_may_see_the_case(filled):
    store = filled(move_in_with_printed_account)
    content = on_paper(STYLES["hsbc_pdf"])
    receipt = receiving.import_files(store, JO, [("march.pdf", content)], as_at=AS_AT)[0]
    assert receipt["status"] == "imported", receipt["reason"]
    statement_id = receipt["statement_ids"][0]
    line = store.value("select min(line_number) from raw.statement_line where statement_id = ?", [statement_id])
    assert receiving.page_picture(store, JO, statement_id, line).startswith(b"\x89PNG")
    other = receive(store, "a3", [("2026-01-05", "J SMITH", "-20.00")])["statement_ids"][0]
    with pytest.raises(NotAllowed):
        receiving.page_picture(store, JO, other, 1)


def test_a_row_of_a_table_that_reads_like_a_place_on_a_page_is_a_row(filled):
    store = filled(move_in_with_printed_account)
    statement_id = receive(store, "a1", [("2026-01-05", "page 1 (1 1 5 5): x", "-20.00")])["statement_ids"][0]
    assert receiving.page_picture(store, JO, statement_id, 1) is None


@pytest.fixture(scope="module")
def turned():
    """{turn: (a photo of a statement turned so far, the rows read from it)}."""
    paper, photos = on_paper(STYLES["natwest_pdf"], LEDGER[:4]), {}
    for turn in TURNS:
        photo = io.BytesIO()
        pictured(paper, turn)[0].save(photo, "PNG")
        photos[turn] = photo.getvalue()
    readings = read_files([(f"photo {turn}.png", photo) for turn, photo in photos.items()], today=date(2026, 11, 22))
    return {turn: (photo, reading["statements"][0]["rows"]) for (turn, photo), reading in zip(photos.items(), readings, strict=True)}


@pytest.mark.parametrize("turn", TURNS)
def test_a_line_of_a_turned_scan_is_framed_where_it_was_read(turned, turn):
    photo, rows = turned[turn]
    assert [row["amount"] for row in rows] == [f"{payment.amount:.2f}" for payment in LEDGER[:4]]
    for row in rows:
        picture, framed_rows = framed(row["source"], photo)
        inside = picture.crop((0, framed_rows[0] + 5, picture.width, framed_rows[-1] - 4)).convert("L")
        above = picture.crop((0, framed_rows[0] - 4, picture.width, framed_rows[0] - 1)).convert("L")
        assert (inside.getextrema()[0] < 128, above.getextrema()[0] > 128) == (True, True), row["source"]
