"""Reading statement files: what a file says, and whether it adds up. Nothing is kept here."""


def read_files(files, layout=None, today=None, own=()):
    """Yield a reading for each (name, content), in order; each file is opened in a separate process with limits.

    own are layouts that people made: {"name", "layout": what a file under data/layouts says}.
    """
    from lib.statements.boxed import read_in_a_box

    return read_in_a_box(files, layout, today, own)


def draw_line(content, source):
    """The page of a PDF or a photo round a line with this source, as PNG bytes with the line marked; None where it stands on no page."""
    import base64

    from lib.box import Box

    box = Box()
    try:
        return base64.b64decode(box.ask("page", content, source=source).get("png", "")) or None
    finally:
        box.close()


def unpack(name, content):
    """The (name, content) of each statement in a ZIP; any other file is returned as it is."""
    from lib.statements.archive import unpack as unpack_archive

    return unpack_archive(name, content)
