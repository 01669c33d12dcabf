"""The performance report as files: a workbook with typed numbers and definitions, and a Word page for management."""

import io
from decimal import Decimal
from itertools import groupby

from lib.exports import to_sheets

# A lone % would be written with a sign before it, for a spreadsheet takes it for the beginning of something.
UNITS = {"pounds": "£", "percent": "per cent"}
BETTER = {"more": "More is better", "less": "Less is better", "neither": ""}
PICTURES = ("net_weekly", "surplus_recovered")
INK, BAR, QUIET = "#14212b", "#0b5c74", "#c9d1d8"

FIGURES = {
    "theme": "Theme",
    "title": "Measure",
    "value": "Value",
    "unit": "Unit",
    "before": "Period before",
    "numerator": "Numerator",
    "denominator": "Denominator",
    "better": "Better",
}
PARTS = {"title": "Measure", "by": "By", "part": "Part", "value": "Value", "unit": "Unit", "numerator": "Numerator", "denominator": "Denominator"}
DEFINITIONS = {
    "theme": "Theme", "title": "Measure", "definition": "Definition", "numerator": "Numerator", "denominator": "Denominator", "unit": "Unit", "taken": "Taken", "better": "Better", "source": "Source",
}  # fmt: skip


def said(value, unit):
    """A figure as people write it; 'none' where there was nothing to take a share or a middle of."""
    if value is None:
        return "none"
    number = f"{abs(value):,.2f}" if unit == "pounds" else f"{abs(value):,.1f}" if unit == "percent" or value % 1 else f"{abs(value):,.0f}"
    return f"{'-' if value < 0 else ''}{'£' if unit == 'pounds' else ''}{number}{'%' if unit == 'percent' else ''}"


def counted(one, name):
    """A numerator or denominator as people write it: of what lies in the middle how many there are."""
    if one["how"] == "median":
        return said(Decimal(one["cases"]), "") if name == "numerator" else ""
    return said(one[name] or 0, _counted_in(one))


def workbook(about, figures, parts, not_held):
    """The workbook's bytes. about is {words: value}; figures as lib.performance gives them; parts are rows of title, by, part and figure."""
    months = [row["month"] for row in figures[0]["trend"]] if figures else []
    month_labels = {f"{month}": f"{month:%b %Y}" for month in months}
    trend = [one | _unit(one) | {f"{row['month']}": _typed(row["value"], one["unit"]) for row in one["trend"]} for one in figures]
    return to_sheets({
        "Figures": (FIGURES, [_row(one) | {"before": _typed(one["before"], one["unit"])} for one in figures]),
        "Trend": ({"title": "Measure", "unit": "Unit"} | month_labels, trend),
        "Parts": (PARTS, [_row(part) for part in parts]),
        "Definitions": (DEFINITIONS, [one["header"] | _unit(one["header"]) | {"better": BETTER[one["header"]["direction"]]} for one in figures]),
        "Not held here": ({"title": "Measure", "why": "Why"}, [{"title": title, "why": why} for title, why in not_held.items()]),
        "About": ({"what": "What", "value": "Value"}, [{"what": what, "value": value} for what, value in about.items()]),
    })  # fmt: skip


def begun(about, of):
    """A Word page with its margins, its letters and its heading; of is what it is a report of, about its {words: value}."""
    from docx import Document
    from docx.shared import Cm, Pt

    document = Document()
    for section in document.sections:
        section.left_margin = section.right_margin = Cm(1.8)
        section.top_margin = section.bottom_margin = Cm(1.5)
    document.styles["Normal"].font.name, document.styles["Normal"].font.size = "Calibri", Pt(10)
    document.styles["Normal"].paragraph_format.space_after = Pt(4)
    about_file = document.core_properties
    about_file.title, about_file.author, about_file.comments = about["Report"], "", ""
    document.add_heading(f"{about['Report']}: {of}", 1)
    document.add_paragraph(f"{about['Council']}. {about['Known']}")
    return document


def page(about, figures, headlines, not_held):
    """The Word page's bytes: the headlines, two pictures with their months, every figure, and what is not held here."""
    document = begun(about, about["Period"])
    by_name = {one["measure"]: one for one in figures}
    _headlines(document, [by_name[name] for name in headlines if name in by_name])
    _pictures(document, [by_name[name] for name in PICTURES if name in by_name])
    document.add_heading("Every measure", 2)
    _figures(document, figures)
    document.add_heading("Not held here", 2)
    document.add_paragraph(" ".join(f"{title}: {why}" for title, why in not_held.items()))
    kept = io.BytesIO()
    document.save(kept)
    return kept.getvalue()


def picture(trend, unit):
    """A PNG of a measure's months as bars: the last one dark, the others light with an edge, each with its figure."""
    from PIL import Image, ImageDraw, ImageFont

    width, height, foot, head = 900, 330, 34, 30
    image = Image.new("RGB", (width, height), "white")
    draw, font = ImageDraw.Draw(image), ImageFont.load_default(size=17)
    most = max((abs(row["value"]) for row in trend if row["value"] is not None), default=0) or 1
    step = width // max(len(trend), 1)
    for place, row in enumerate(trend):
        left, right, floor = place * step + 8, (place + 1) * step - 8, height - foot
        top = floor - int(max(row["value"] or 0, 0) * (floor - head) / most)
        draw.rectangle((left, top, right, floor), fill=BAR if place == len(trend) - 1 else QUIET, outline=BAR, width=2)
        draw.text(((left + right) // 2, top - 4), _short(row["value"], unit), font=font, fill=INK, anchor="mb")
        draw.text(((left + right) // 2, floor + 8), f"{row['month']:%b %y}", font=font, fill=INK, anchor="mt")
    kept = io.BytesIO()
    image.save(kept, "PNG")
    return kept.getvalue()


def _row(one):
    return one | _unit(one) | {name: _typed(one[name], one["unit"] if name == "value" else _counted_in(one)) for name in ("value", "numerator", "denominator")}


def _unit(one):
    return {"unit": UNITS.get(one["unit"], one["unit"]), "better": BETTER[one["direction"]]} if "direction" in one else {"unit": UNITS.get(one["unit"], one["unit"])}


def _typed(value, unit):
    """A whole number as one; pounds, shares and middles with their decimals."""
    return value if value is None or unit in ("pounds", "percent") or value % 1 else int(value)


def _counted_in(one):
    """What a numerator or denominator is counted in: money, or things."""
    return "pounds" if one["counted_in"] == "pounds" else ""


def _short(value, unit):
    # The font that needs no file knows no pound sign: the heading says what the figures are in.
    if unit != "pounds" or value is None:
        return said(value, unit)
    return f"{value / 1000:,.1f}k" if abs(value) >= 10_000 else f"{value:,.0f}"


def _headlines(document, figures):
    from docx.shared import Pt

    table = document.add_table(rows=1, cols=max(len(figures), 1))
    for cell, one in zip(table.rows[0].cells, figures, strict=False):
        cell.paragraphs[0].add_run(one["title"]).bold = True
        figure = cell.add_paragraph().add_run(said(one["value"], one["unit"]))
        figure.bold, figure.font.size = True, Pt(18)
        cell.add_paragraph(f"before: {said(one['before'], one['unit'])}")


def _pictures(document, figures):
    from docx.shared import Cm

    table = document.add_table(rows=1, cols=max(len(figures), 1))
    for cell, one in zip(table.rows[0].cells, figures, strict=False):
        cell.paragraphs[0].add_run(f"{one['title']}, month by month, in {UNITS.get(one['unit'], one['unit'])}").bold = True
        drawn = cell.add_paragraph().add_run().add_picture(io.BytesIO(picture(one["trend"], one["unit"])), width=Cm(8.5))
        words = "; ".join(f"{row['month']:%b %Y} {said(row['value'], one['unit'])}" for row in one["trend"])
        drawn._inline.docPr.set("descr", f"{one['title']} by month: {words}")


def _figures(document, figures):
    from lib.word_tables import set_close, set_widths

    table = document.add_table(rows=1, cols=4, style="Light Grid Accent 1")
    for cell, words in zip(table.rows[0].cells, ("Measure", "This period", "Period before", "Numerator of denominator"), strict=True):
        cell.text = words
    for theme, measures in groupby(figures, key=lambda one: one["theme"]):
        row = table.add_row().cells
        row[0].merge(row[3]).text = theme
        for one in measures:
            of = f"{counted(one, 'numerator')} of {counted(one, 'denominator')}" if one["denominator"] is not None else ""
            for cell, words in zip(table.add_row().cells, (one["title"], said(one["value"], one["unit"]), said(one["before"], one["unit"]), of), strict=True):
                cell.text = words
    set_widths(table, (7.5, 3.2, 3.2, 3.6))
    set_close(table)
