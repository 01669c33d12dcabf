"""Reading statement files: what a file says, and whether it adds up. Nothing is kept here."""


def read_files(files, layout=None, today=None, own=()):
    """Yield a reading for each (name, content), in order; each file is opened in a separate process with limits.

    own are layouts that people made: {"name", "layout": what a file under data/layouts says}.
    """
    from lib.statements.boxed import read_in_a_box

    return read_in_a_box(files, layout, today, own)


def unpack(name, content):
    """The (name, content) of each statement in a ZIP; any other file is returned as it is."""
    from lib.statements.archive import unpack as unpack_archive

    return unpack_archive(name, content)
