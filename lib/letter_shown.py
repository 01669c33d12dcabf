"""A letter as it is looked at: its paragraphs and tables, and a PDF where LibreOffice is there."""

import io
import os
import shutil
import signal
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path

from docx import Document
from docx.table import Table

from lib.errors import UserError

SECONDS = 60
# A profile of its own for each letter: no macro runs, nothing is fetched, nothing of another person's work is there.
PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""


def text_of(content):
    """A letter's parts in order: ("heading", text), ("text", text), ("item", text) of a list, or ("table", rows of texts)."""
    return [part for one in Document(io.BytesIO(content)).iter_inner_content() for part in _part(one)]


def is_pdf_possible():
    """Whether a PDF can be made here."""
    return shutil.which("soffice") is not None


def pdf(content):
    """The letter as a PDF's bytes; None where LibreOffice is not there. Raises UserError when it can't make one."""
    program = shutil.which("soffice")
    if program is None:
        return None
    with tempfile.TemporaryDirectory(prefix="reckoner-letter-") as place:
        folder = Path(place)
        (folder / "letter.docx").write_bytes(content)
        profile = folder / "profile" / "user"
        profile.mkdir(parents=True)
        (profile / "registrymodifications.xcu").write_text(PROFILE, encoding="utf-8")
        headless = ("--headless", "--norestore", "--nolockcheck", "--nodefault", "--nologo")
        _run(
            [program, f"-env:UserInstallation={profile.parent.as_uri()}", *headless, "--convert-to", "pdf:writer_pdf_Export", "--outdir", place, str(folder / "letter.docx")],
            folder,
        )
        made = folder / "letter.pdf"
        if not made.exists():
            raise UserError("LibreOffice could not make a PDF of this letter. Take the Word file, and tell your administrator.")
        return made.read_bytes()


def _run(command, home):
    """Run LibreOffice with nothing but a path and a home of its own, and end all it started when it takes too long."""
    process = subprocess.Popen(
        command, env={"PATH": os.defpath + ":" + str(Path(command[0]).parent), "HOME": str(home)}, cwd=home,
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    try:
        process.wait(SECONDS)
    except subprocess.TimeoutExpired as error:
        raise UserError("LibreOffice took too long to make a PDF of this letter. Take the Word file, or try again.") from error
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _part(one):
    if isinstance(one, Table):
        yield "table", [[cell.text for cell in row.cells] for row in one.rows]
    elif one.text.strip():
        style = one.style.name if one.style else ""
        yield "heading" if style.startswith(("Heading", "Title")) else "item" if style.startswith("List") else "text", one.text
