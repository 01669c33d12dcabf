"""The picture of a page with one line of it marked, for whoever reviews that line. It is drawn in the box."""

import base64
import io
import re

from lib.statements.pages.scan import PAGE_WIDTH, opened

PLACE = re.compile(r"page (\d+)(?: turned (-?[\d.]+))? \(([\d.]+) ([\d.]+) ([\d.]+) ([\d.]+)\)")
WIDTH = 1100  # pixels of the picture
AROUND = 190  # points of the page above and below the line
MARK = (11, 92, 116)


def answer(asked, content):
    """What the box is asked for: {"png"} of the page round a line, as base64; {} where the line has no place on a page."""
    found = PLACE.match(asked["source"])
    if not found:
        return {}
    number, turn, box = int(found[1]), float(found[2] or 0), tuple(map(float, found.groups()[2:]))
    page, scale = page_of(content, number)
    if turn:
        page = page.rotate(turn, expand=True, fillcolor=(255, 255, 255))
    out = io.BytesIO()
    marked(page, box, scale).save(out, "PNG")
    return {"png": base64.b64encode(out.getvalue()).decode()}


def page_of(content, number):
    """(picture of a page, its pixels for each point)."""
    if b"%PDF-" not in content[:1024]:
        picture = opened(content)
        picture = picture.resize((WIDTH, round(picture.height * WIDTH / picture.width)))
        return picture, WIDTH / PAGE_WIDTH
    import pypdfium2

    with pypdfium2.PdfDocument(content) as document:
        page = document[number - 1]
        scale = WIDTH / page.get_width()
        return page.render(scale=scale).to_pil().convert("RGB"), scale


def marked(page, box, scale):
    """The part of the page round a line, with a frame about it."""
    from PIL import ImageDraw

    left, top, right, bottom = (side * scale for side in box)
    ImageDraw.Draw(page).rectangle((left - 6, top - 4, right + 6, bottom + 4), outline=MARK, width=4)
    return page.crop((0, max(0, round(top - AROUND * scale)), page.width, min(page.height, round(bottom + AROUND * scale))))
