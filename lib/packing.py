"""Files packed into a ZIP: the same files give the same bytes, on whatever day and machine they are packed."""

import io
import zipfile

# A ZIP can't be older; the real times stand in what is packed.
ONCE = (1980, 1, 1, 0, 0, 0)
READ_BY_ALL = 0o644 << 16


def packed(files):
    """The bytes of a ZIP of files {name: bytes}, in this order."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, ONCE)
            entry.external_attr, entry.create_system = READ_BY_ALL, 3
            archive.writestr(entry, content, zipfile.ZIP_DEFLATED, 9)
    return kept.getvalue()


def repacked(content):
    """A file that is a ZIP inside, such as a Word file, without the time at which it was saved."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return packed({name: archive.read(name) for name in archive.namelist()})
