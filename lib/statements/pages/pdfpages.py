"""The pages of a PDF as words that a reader can see: hidden text is left out and said, a page without text is a picture."""

import io
import logging
from typing import Any

import pdfplumber
from pdfminer.converter import PDFPageAggregator
from pdfminer.layout import LTChar, LTContainer, LTCurve, LTImage
from pdfminer.pdfinterp import PDFPageInterpreter
from pdfplumber.utils.text import extract_words

from lib.errors import UserError
from lib.statements.pages.making import making
from lib.statements.pages.page import Page, Word
from lib.statements.pages.pdfsafety import DAMAGED, check_structure, why_not_opened
from lib.statements.pages.scan import Scanned, with_pictures_read

SMALLEST = 2  # points: what is smaller is not meant to be read
FEWEST_LETTERS = 20  # a page with fewer, and a picture, is a scan
PICTURE = 0.3  # share of the page that a scan covers
SAME_PLACE = 0.7  # points
INVISIBLE = (3, 7)  # ways of writing that leave no ink
WHITE_BOXES = 400  # of a page, beyond which they are a background
CAMOUFLAGE = 0.92  # how light a colour is that cannot be read on white
NO_LETTER = "(cid:"  # a letter whose font does not say which it is

# The library's own warnings could hold text of the file.
logging.getLogger("pdfminer").setLevel(logging.CRITICAL)


def open_pages(content, with_scans):
    """(pages, messages, what it says of its making) of a PDF. Raises Scanned where pages are pictures and pictures may not be read here."""
    pages, messages, pictures, hidden = [], [], [], 0
    try:
        pdf = pdfplumber.open(io.BytesIO(content))  # closing it would go through its pages once more, damaged ones too
        messages += check_structure(pdf.doc)
        made = making(pdf.metadata)
        for page in pdf.pages:
            seen, left_out, is_picture = seen_on(page)
            hidden += left_out
            pictures += [page.page_number] if is_picture else []
            pages.append(Page(page.page_number, float(page.width), float(page.height), () if is_picture else tuple(seen)))
            page.close()
    except (UserError, MemoryError):
        raise
    except Exception as error:  # the library raises whatever its parts raise on damaged files
        raise UserError(why_not_opened(error)) from None
    if not pages:
        raise UserError(DAMAGED)
    if pictures and not with_scans:
        raise Scanned(len(pictures))
    if pictures:
        pages, said = with_pictures_read(content, pages, pictures)
        messages += said
    if hidden:
        messages.append(f"The pages hold {hidden:,} letters that cannot be seen (white, tiny, covered or without ink). They were not read.")
    if not any(page.words for page in pages):
        seen = "All text of this PDF is invisible: what it says is not what its pages show" if hidden else "There is nothing to be read on the pages of this PDF"
        raise UserError(f"{seen}. Ask for the bank's own PDF or its CSV export.")
    if made.changed:
        messages.append(made.changed)
    return pages, messages, made.program


def seen_on(page):
    """(words, letters that cannot be seen, whether the page is a picture)."""
    device = Ink(page.pdf.rsrcmgr, pageno=page.page_number, laparams=None)
    PDFPageInterpreter(page.pdf.rsrcmgr, device).process_page(page.page_obj)
    letters, hidden, picture = visible(device.get_result(), page)
    written = sum(letter["text"].strip() != "" and not letter["text"].startswith(NO_LETTER) for letter in letters)
    unknown = sum(letter["text"].startswith(NO_LETTER) for letter in letters)
    is_picture = (written < FEWEST_LETTERS and picture >= PICTURE) or unknown > written
    words = extract_words(once(letters), x_tolerance=1.5, y_tolerance=2, keep_blank_chars=False)
    return [Word(word["text"], word["x0"], word["x1"], word["top"], word["bottom"]) for word in words], hidden + device.without_ink, is_picture


class Ink(PDFPageAggregator):
    """Takes note of what is drawn on a page; letters without ink are only counted."""

    without_ink = 0
    leaves_ink = True

    def render_string(self, textstate, *more):
        """Know how the text that follows is drawn."""
        self.leaves_ink = textstate.render not in INVISIBLE
        super().render_string(textstate, *more)

    def render_char(self, *more):
        """Draw one letter, if it leaves ink."""
        advance = super().render_char(*more)
        if not self.leaves_ink and self.cur_item._objs:
            letter: Any = self.cur_item._objs.pop()
            self.without_ink += letter.get_text().strip() != ""
        return advance


def visible(layout, page):
    """(letters that can be seen, how many cannot, the share of the page that pictures cover), in the order of drawing."""
    letters, hidden, area, dark, boxes = [], 0, 0.0, [], 0
    height, width = float(page.height), float(page.width)
    for item in drawn(layout):
        if isinstance(item, LTChar):
            letter = letter_of(item, height)
            inside = -1 < letter["x0"] < width + 1 and -1 < letter["top"] < height + 1
            if inside and letter["upright"] and letter["size"] >= SMALLEST and (not is_light(item.graphicstate.ncolor) or any(covers(box, letter) for box in dark)):
                letters.append(letter)
            elif letter["upright"]:
                hidden += letter["text"].strip() != ""
        elif isinstance(item, LTImage):
            area = max(area, item.width * item.height)
        elif isinstance(item, LTCurve) and item.fill:
            box = (item.x0, height - item.y1, item.x1, height - item.y0)
            if not is_light(item.non_stroking_color):
                dark.append(box)
            elif (boxes := boxes + 1) <= WHITE_BOXES and letters:
                kept = [letter for letter in letters if not covers(box, letter)]
                hidden += sum(letter["text"].strip() != "" for letter in letters) - sum(letter["text"].strip() != "" for letter in kept)
                letters = kept
    return letters, hidden, area / max(width * height, 1)


def once(letters):
    """The letters without those that are printed twice in one place to look bold."""
    places: dict = {}
    kept = []
    for letter in letters:
        before = places.setdefault((letter["text"], round(letter["top"])), [])
        if not any(abs(letter["x0"] - x0) < SAME_PLACE for x0 in before):
            before.append(letter["x0"])
            kept.append(letter)
    return kept


def drawn(layout):
    """Everything that is drawn, in order, with what stands in figures."""
    for item in layout:
        if isinstance(item, LTContainer):
            yield from drawn(item)
        else:
            yield item


def letter_of(item, height):
    """One letter as the library makes words of it."""
    return {
        "text": item.get_text(),
        "x0": item.x0,
        "x1": item.x1,
        "top": height - item.y1,
        "bottom": height - item.y0,
        "doctop": height - item.y1,
        "upright": item.upright,
        "size": item.size,
        "fontname": item.fontname,
        "height": item.height,
        "width": item.width,
        "direction": "ltr",
        "matrix": item.matrix,
    }


def is_light(colour):
    """Whether a colour cannot be seen on white paper."""
    parts = colour if isinstance(colour, tuple | list) else (colour,)
    if not parts or not all(isinstance(part, int | float) for part in parts):
        return False
    if len(parts) == 4:
        return sum(parts) <= 1 - CAMOUFLAGE
    return len(parts) in (1, 3) and min(parts) >= CAMOUFLAGE


def covers(box, letter):
    """Whether a filled box lies over the middle of a letter."""
    across, down = (letter["x0"] + letter["x1"]) / 2, (letter["top"] + letter["bottom"]) / 2
    return box[0] <= across <= box[2] and box[1] <= down <= box[3]
