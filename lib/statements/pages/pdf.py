"""PDF statements: the words of each page with their place, opened without running or following anything."""

from lib.errors import UserError
from lib.statements.layouts import by_name, load_layouts
from lib.statements.model import Heard
from lib.statements.pages.pagetable import read_pages
from lib.statements.pages.pdfpages import open_pages


def read(file, layout, today):
    """All that a PDF says; one with scanned pages is Scanned, unless pictures may be read here."""
    layouts = layouts_for_pages(layout.name)
    pages, messages, made_with = open_pages(file.content, file.with_scans)
    heard = Heard(messages=messages, pages="picture" if any(page.is_scan for page in pages) else "text", made_with=made_with)
    read_pages(pages, layouts, today, heard)
    return heard


def layouts_for_pages(name):
    """The layouts of printed statements, or the one that was asked for."""
    known = [layout for layout in load_layouts() if layout.container == "pdf"]
    if name is None:
        return known
    chosen = by_name(name, load_layouts())
    if chosen.container != "pdf":
        raise UserError(f"The layout {name} is for tables, and this is a PDF or a picture: leave the layout out.")
    return [chosen]
