"""The manager's report of a month's self-audit as a Word page: what it proves in words, two pictures with their figures, and every table."""

import io

from lib.report_files import BAR, INK, QUIET, begun
from lib.self_audit_proof import many

RESULTS = {"pass": "Passed", "coach": "Coaching", "fail": "Failed", "critical": "of these with a critical failure"}
WIDE, TALL = 1500, 520


def page(about, found, officers):
    """The Word page's bytes. about is {words: value}; found as lib.self_audit_result.result gives it; officers says whether they are named."""
    document = begun(about, about["Month"])
    _says(document, "What the month proves", found["says"]["month"], first_is_bold=True)
    _results(document, found["month"]["results"])
    _says(document, "Picked for risk", found["says"]["risk"])
    _says(document, "Twelve months", found["says"]["twelve"])
    _picture(document, trend_picture(found["trend"]), "What was found wrong in each month, and what could be wrong at most", "; ".join(_month_said(row) for row in found["trend"]))
    _table(document, ("Month", "Reviews", "Drawn by chance", "Wrong", "Likely wrong", "Wrong at most"), [_month_row(row) for row in found["trend"]], (3, 2.4, 3.2, 2.2, 3.2, 3.4))
    document.add_heading("The points", 2)
    if found["month"]["points"]:
        given = {row["point"]: row["given"] for row in found["twelve"]["points"]}
        _picture(
            document,
            points_picture(found["month"]["points"]),
            "The share of its points that each point was given, in what chance drew",
            "; ".join(f"{row['words']} {_percent(row['given'])}" for row in found["month"]["points"]),
        )
        _table(document, ("Point", "Right", "Partly", "Not", "Not there", "Given", "Twelve months", "Picked for risk"), [
            (row["words"], row["random_fully"], row["random_partly"], row["random_not_at_all"], row["random_not_there"], _percent(row["given"]), _percent(given.get(row["point"])), _percent(row["risk_given"]))
            for row in found["month"]["points"]
        ], (4.6, 1.5, 1.5, 1.4, 1.9, 1.8, 2.5, 2.5))  # fmt: skip
    else:
        document.add_paragraph("No item is closed yet, so no point was given.")
    if officers and found["officers"]:
        document.add_heading("Officers", 2)
        document.add_paragraph("A rate is said only of officers of whom enough reviews were drawn by chance. It says nothing of those that were not.")
        _table(document, ("Officer", "This month", "Twelve months"), [(row["officer"], row["month"]["says"], row["twelve"]["says"]) for row in found["officers"]], (2.6, 7.4, 7.4))
    _says(document, "How alike auditors score", found["says"]["agreement"])
    actions = found["actions"]
    _says(document, "What is done about it", [f"{many(actions['open'], 'action')} {'is' if actions['open'] == 1 else 'are'} open, {actions['late']} late; {actions['done']} done."])
    _says(document, "How it was drawn", [f"{what}: {value}" for what, value in about["Drawn"].items()])
    kept = io.BytesIO()
    document.save(kept)
    return kept.getvalue()


def trend_picture(trend):
    """A PNG: for each month a light bar up to what could be wrong at most, and a dark one of what is likely; a month without a self-audit stays empty."""
    image, draw, font = _canvas(WIDE, TALL)
    most = max((row["bound"] for row in trend if row["bound"] is not None), default=0) or 1
    foot, head = TALL - 76, 40
    step = WIDE // max(len(trend), 1)
    for place, row in enumerate(trend):
        left, right = place * step + 14, (place + 1) * step - 14
        draw.text(((left + right) // 2, foot + 8), f"{row['month']:%b %y}", font=font, fill=INK, anchor="mt")
        if row["bound"] is None:
            draw.text(((left + right) // 2, foot - 6), "none", font=font, fill=INK, anchor="mb")
            continue
        for share, fill in ((row["bound"], QUIET), (row["rate"], BAR)):
            draw.rectangle((left, foot - int(share * (foot - head) / most), right, foot), fill=fill, outline=BAR, width=2)
        draw.text(((left + right) // 2, foot - int(row["bound"] * (foot - head) / most) - 5), f"{row['bound']}%", font=font, fill=INK, anchor="mb")
    draw.line((0, foot, WIDE, foot), fill=INK, width=2)
    for left, fill, words in ((14, BAR, "likely wrong"), (260, QUIET, "could be wrong at most")):
        draw.rectangle((left, TALL - 30, left + 26, TALL - 8), fill=fill, outline=BAR, width=2)
        draw.text((left + 36, TALL - 19), words, font=font, fill=INK, anchor="lm")
    return _png(image)


def points_picture(points):
    """A PNG: a bar for each point, as long as the share of its points that was given."""
    tall, names = 34, 380
    image, draw, font = _canvas(WIDE, tall * len(points) + 10)
    for place, row in enumerate(points):
        top = place * tall + 8
        draw.text((names - 12, top + 11), row["words"], font=font, fill=INK, anchor="rm")
        long = int((row["given"] or 0) * (WIDE - names - 120) / 100)
        draw.rectangle((names, top, names + WIDE - names - 120, top + 22), outline=QUIET, width=2)
        draw.rectangle((names, top, names + long, top + 22), fill=BAR)
        draw.text((WIDE - 108, top + 11), _percent(row["given"]), font=font, fill=INK, anchor="lm")
    return _png(image)


def _canvas(wide, tall):
    from PIL import Image, ImageDraw, ImageFont

    image = Image.new("RGB", (wide, tall), "white")
    return image, ImageDraw.Draw(image), ImageFont.load_default(size=22)


def _png(image):
    kept = io.BytesIO()
    image.save(kept, "PNG")
    return kept.getvalue()


def _percent(share):
    return "not there" if share is None else f"{share}%"


def _month_row(row):
    if row["reviews"] is None:
        return (f"{row['month']:%B %Y}", "", "", "", "", "no self-audit")
    if row["bound"] is None:
        return (f"{row['month']:%B %Y}", row["reviews"], row["sample"], row["errors"], "", "not closed yet")
    return (f"{row['month']:%B %Y}", row["reviews"], row["sample"], row["errors"], _percent(row["rate"]), _percent(row["bound"]))


def _month_said(row):
    return f"{row['month']:%b %Y} likely {_percent(row['rate'])}, at most {_percent(row['bound'])}" if row["bound"] is not None else f"{row['month']:%b %Y} nothing"


def _says(document, heading, lines, first_is_bold=False):
    document.add_heading(heading, 2)
    for place, line in enumerate(lines):
        document.add_paragraph().add_run(line).bold = first_is_bold and place == 0


def _results(document, results):
    _table(document, ("Result", "Drawn by chance", "Picked for risk"), [(RESULTS[row["result"]], row["random"], row["risk"]) for row in results], (6, 3.5, 3.5))


def _picture(document, content, heading, words):
    from docx.shared import Cm

    document.add_paragraph().add_run(heading).bold = True
    drawn = document.add_paragraph().add_run().add_picture(io.BytesIO(content), width=Cm(17.2))
    drawn._inline.docPr.set("descr", f"{heading}: {words}")


def _table(document, headings, rows, widths):
    from lib.word_tables import set_close, set_widths

    table = document.add_table(rows=1, cols=len(headings), style="Light Grid Accent 1")
    for values in (headings, *rows):
        cells = table.rows[0].cells if values is headings else table.add_row().cells
        for cell, value in zip(cells, values, strict=True):
            cell.text = str(value)
    set_widths(table, widths)
    set_close(table)
    document.add_paragraph()
