"""Statement files read in the box: a reading for each, whatever happens."""

from datetime import date

from lib.box import SECONDS, Box, OurFault, TooLate, TooMuch
from lib.statements.limits import FILE_BYTES, SCAN_PAGES
from lib.statements.model import nothing_read

SECONDS_A_PICTURE = 15
INSTEAD = "Ask for a shorter period, or for the bank's CSV export."


def read_in_a_box(files, layout=None, today=None, own=()):
    """Yield a reading for each (name, content), in order."""
    box, asked = Box(), {"layout": layout, "today": (today or date.today()).isoformat(), "own": [{name: one[name] for name in ("name", "layout")} for one in own]}
    try:
        for name, content in files:
            try:
                if len(content) > FILE_BYTES:
                    yield refused(name, content, f"This file has {len(content) / 1e6:.0f} MB; at most {FILE_BYTES // 10**6} MB are read. Ask for a shorter period.")
                else:
                    yield read_one(box, content, name=name, **asked)
            except (TooLate, TooMuch) as error:
                yield refused(name, content, f"{error} {INSTEAD}")
            except OurFault as error:
                yield refused(name, content, str(error))
    finally:
        box.close()


def read_one(box, content, **asked):
    """The reading of one file; one that is or holds pictures is asked for again with the time that these take."""
    reading = box.ask("statement", content, **asked)
    pictures = reading.pop("pictures", 0)
    if not pictures:
        return reading
    return box.ask("statement", content, SECONDS + min(pictures, SCAN_PAGES) * SECONDS_A_PICTURE, with_scans=True, **asked)


def refused(name, content, reason):
    """The reading of a file that could not be read."""
    return nothing_read(name, content) | {"reason": reason}
