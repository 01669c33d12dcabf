"""Scans and photos: what is on the picture is what is read, and a person must confirm it."""

import io
import subprocess
import sys

import pypdfium2
from PIL import Image

from lib.box import ROOT
from lib.demo.paper import Paper
from lib.statements import read_files
from lib.statements.pages.scan import CONFIRM
from tests.printed_statements import LEDGER, STYLES
from tests.test_pdf import TODAY, ledger_lines, lines, on_paper, reading_of


def pictured(content, turn=0.0):
    """Each page of a PDF as a picture, turned a little as on a scanner."""
    drawn = [page.render(scale=150 / 72).to_pil().convert("RGB") for page in pypdfium2.PdfDocument(content)]
    return [picture.rotate(turn, expand=True, resample=Image.Resampling.BICUBIC, fillcolor=(255, 255, 255)) for picture in drawn]


def test_a_scan_is_read_like_its_paper_and_must_be_confirmed():
    style, paper, pictures = STYLES["barclays_pdf"], Paper(), {}
    for number, picture in enumerate(pictured(on_paper(style, LEDGER[:5]), turn=0.7)):
        packed = io.BytesIO()
        picture.save(packed, "JPEG", quality=70)
        paper.page()
        paper.picture(f"P{number}")
        pictures[f"P{number}"] = (*picture.size, packed.getvalue())
    (reading,) = read_files([("scan.pdf", paper.pdf(pictures))], today=TODAY)
    assert CONFIRM in reading["messages"]
    assert lines(reading["statements"][0]) == ledger_lines(style, LEDGER[:5])
    assert reading["statements"][0]["proof"] == "proven"


def test_a_photo_is_read_and_one_of_nothing_is_refused():
    photo, blank = io.BytesIO(), io.BytesIO()
    pictured(on_paper(STYLES["natwest_pdf"], LEDGER[:3]))[0].save(photo, "PNG")
    Image.new("RGB", (300, 300), "white").save(blank, "PNG")
    readings = list(read_files([("photo.png", photo.getvalue()), ("blank.png", blank.getvalue()), ("cut.png", photo.getvalue()[:200])], today=TODAY))
    assert [row["amount"] for row in readings[0]["statements"][0]["rows"]] == ["-23.47", "-23.47", "1284.60"]
    assert [reading["status"] for reading in readings] == ["read", "refused", "refused"]


def test_pictures_are_not_read_where_time_for_them_was_not_given():
    paper = Paper()
    paper.page()
    paper.picture("P")
    packed = io.BytesIO()
    Image.new("RGB", (30, 40), "white").save(packed, "JPEG")
    reading = reading_of(paper.pdf({"P": (30, 40, packed.getvalue())}))
    assert (reading["status"], reading["pictures"]) == ("refused", 1)


def test_reading_a_picture_needs_no_library_of_the_system():
    code = "import sys; import lib.statements.pages.ocr; sys.exit('cv2' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT).returncode == 0
