"""Scans and photos: their words are recognised and read like those of any page, and a person confirms each line."""

import io
from dataclasses import replace

from lib.errors import UserError
from lib.statements.limits import SCAN_PAGES, SCAN_PIXELS

CONFIRM = "These lines were recognised in a picture of the statement, which can go wrong. A person must confirm each of them against the page."
PAGE_WIDTH = 595  # points: a picture is taken for a page of this width
DOTS = 200 / 72  # pixels for each point
LONGEST_SIDE = 2400  # pixels of a page that is drawn or shrunk


class Scanned(UserError):
    """Some pages are pictures, which are read in a box with more time."""

    def __init__(self, pages):
        self.pages = pages
        super().__init__(f"This is a picture of a statement ({pages} page{'s' * (pages > 1)}); reading pictures takes longer and was not asked for.")


def read(file, layout, today):
    """All that a photo or a picture says."""
    from lib.statements.model import Heard
    from lib.statements.pages.page import Page
    from lib.statements.pages.pagetable import read_pages
    from lib.statements.pages.pdf import layouts_for_pages

    layouts = layouts_for_pages(layout.name)
    if not file.with_scans:
        raise Scanned(1)
    picture = opened(file.content)
    scale = picture.width / PAGE_WIDTH
    page = with_words(Page(1, PAGE_WIDTH, picture.height / scale, ()), picture, scale)
    if not page.words:
        raise UserError("There is no text in this picture that can be read. Take it again in good light and from straight above, or ask for the bank's PDF or CSV export.")
    heard = Heard(messages=[CONFIRM], pages="picture")
    read_pages([page], layouts, today, heard)
    return heard


def opened(content):
    """The picture, upright and not larger than is needed."""
    from PIL import Image, ImageOps

    try:
        picture = Image.open(io.BytesIO(content), formats=("JPEG", "PNG"))
        if picture.width * picture.height > SCAN_PIXELS:
            raise UserError(f"This picture has {picture.width * picture.height / 1e6:.0f} million pixels; at most {SCAN_PIXELS // 10**6} are read. Save it smaller.")
        picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        picture = ImageOps.exif_transpose(picture)
        picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        return on_white(picture)
    except (UserError, MemoryError):
        raise
    except Exception:  # the library raises whatever its parts raise on damaged files
        raise UserError("This picture is damaged, or of a kind that is not read (JPEG and PNG are). Take it again, or ask for the bank's PDF or CSV export.") from None


def on_white(picture):
    """The picture in plain colours; what is see-through becomes white paper."""
    from PIL import Image

    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        paper = Image.new("RGBA", picture.size, "white")
        paper.alpha_composite(picture.convert("RGBA"))
        picture = paper
    return picture.convert("RGB")


def with_pictures_read(content, pages, pictures):
    """(the pages, those that are pictures with the words recognised in them; what to say)."""
    import pypdfium2

    if len(pictures) > SCAN_PAGES:
        raise UserError(f"This scan has {len(pictures)} pages; at most {SCAN_PAGES} are read at once. Bring it in parts, or ask for the bank's CSV export.")
    drawn = list(pages)
    with pypdfium2.PdfDocument(content) as document:
        for number in pictures:
            page = pages[number - 1]
            scale = min(DOTS, LONGEST_SIDE / max(page.width, page.height, 1))
            picture = document[number - 1].render(scale=scale).to_pil().convert("RGB")
            drawn[number - 1] = with_words(page, picture, scale)
    return drawn, [CONFIRM]


def with_words(page, picture, scale):
    """The page with the words recognised in its picture, in points."""
    from lib.statements.pages.ocr import words_in

    words, turn, size = words_in(picture)
    places = (replace(word, x0=word.x0 / scale, x1=word.x1 / scale, top=word.top / scale, bottom=word.bottom / scale) for word in words)
    return replace(page, words=tuple(places), is_scan=True, turn=turn, width=size[0] / scale, height=size[1] / scale)
