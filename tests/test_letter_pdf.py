"""A letter as a PDF: made by LibreOffice in a place of its own, or not at all."""

import os
import stat

import pytest

from lib import letter_shown, letters
from lib.errors import UserError
from tests.letter_facts import filled_in


def office(tmp_path, monkeypatch, script):
    """A program called soffice that does what a script says, and nothing else on the path."""
    program = tmp_path / "bin" / "soffice"
    program.parent.mkdir()
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", str(program.parent))


def test_without_libreoffice_there_is_no_pdf(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert not letters.is_pdf_possible() and letters.pdf(b"letter") is None


def test_a_pdf_is_made_in_a_place_of_its_own_with_macros_off_and_nothing_is_left(tmp_path, monkeypatch):
    seen = tmp_path / "seen"
    monkeypatch.setenv("SECRET", "of the server")
    office(tmp_path, monkeypatch, f'echo "$HOME $SECRET $*" > {seen}; cat "$HOME/profile/user/registrymodifications.xcu" >> {seen}; cat "$HOME/letter.docx" > "$HOME/letter.pdf"')
    assert letters.is_pdf_possible() and letters.pdf(b"letter") == b"letter"
    said = seen.read_text()
    assert "of the server" not in said and "DisableMacrosExecution" in said and "--headless" in said
    assert not os.path.exists(said.split()[0])


def test_an_office_that_hangs_or_makes_nothing_is_a_sentence(tmp_path, monkeypatch):
    office(tmp_path, monkeypatch, "exit 0")
    with pytest.raises(UserError, match="could not make a PDF"):
        letters.pdf(b"letter")
    (tmp_path / "bin" / "soffice").write_text("#!/bin/sh\nsleep 60\n")
    monkeypatch.setattr(letter_shown, "SECONDS", 0.2)
    with pytest.raises(UserError, match="took too long"):
        letters.pdf(b"letter")


@pytest.mark.skipif(not letters.is_pdf_possible(), reason="LibreOffice is not here")
def test_libreoffice_makes_a_pdf_of_a_letter():
    assert letters.pdf(filled_in("surplus_notice")).startswith(b"%PDF")
