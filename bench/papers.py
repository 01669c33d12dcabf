"""Pages: printed statements, scans and photos of them, and pages that are no statement."""

import io

import pypdfium2
from PIL import Image

from lib.demo.paper import Paper
from tests.printed_statements import printed


def pdf(ledger, style):
    """A statement as this bank prints it."""
    return printed(style, ledger.opening, ledger.payments)


def scan(ledger, style, turn=0.6):
    """The same statement from a scanner: pictures of its pages, not quite straight."""
    paper, pictures = Paper(), {}
    for number, picture in enumerate(pictures_of(pdf(ledger, style), turn)):
        packed = io.BytesIO()
        picture.save(packed, "JPEG", quality=70)
        paper.page()
        paper.picture(f"P{number}")
        pictures[f"P{number}"] = (*picture.size, packed.getvalue())
    return paper.pdf(pictures)


def photo(ledger, style):
    """The first page of the statement as a picture."""
    packed = io.BytesIO()
    pictures_of(pdf(ledger, style), turn=-0.4)[0].save(packed, "JPEG", quality=85)
    return packed.getvalue()


def pictures_of(content, turn):
    """Each page as a picture, turned by some degrees."""
    drawn = [page.render(scale=150 / 72).to_pil().convert("RGB") for page in pypdfium2.PdfDocument(content)]
    return [picture.rotate(turn, resample=Image.Resampling.BICUBIC, fillcolor=(255, 255, 255)) for picture in drawn]


def letter():
    """A letter that names an amount and a day."""
    paper = Paper()
    paper.page()
    for place, text in enumerate(
        ("Example Bank plc", "12 March 2026", "Dear customer,", "Your new card will arrive within 5 days. The fee of £10.00 was waived.", "Yours sincerely")
    ):
        paper.text(60, 80 + 30 * place, text, size=11)
    return paper.pdf()


def locked(content):
    """A PDF that says it is locked with a password."""
    return content.replace(
        b"trailer\n<<",
        b"trailer\n<</ID[<00112233445566778899AABBCCDDEEFF><00112233445566778899AABBCCDDEEFF>]/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<%s>/U<%s>>>" % (b"5A" * 32, b"A5" * 32),
    )


def blank():
    """A picture of nothing."""
    packed = io.BytesIO()
    Image.new("RGB", (600, 800), "white").save(packed, "JPEG")
    return packed.getvalue()
