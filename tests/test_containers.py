"""Kinds of file, ZIPs, and the process that reads: what is opened, what is refused with a word, and in which order files come back."""

import io
import subprocess
import sys
import zipfile

import pytest

from lib.errors import UserError
from lib.statements import read_files, unpack
from lib.statements.reading import read
from tests.readings import TODAY
from tests.test_statements import PLAIN
from tests.test_workbooks import ROWS, workbook


@pytest.mark.parametrize(("content", "name", "word"), [
    (b"%PDF-1.7\n...", "a.csv", "PDF"), (b"\x89PNG\r\n\x1a\n", "a.csv", "picture"), (b"\xd0\xcf\x11\xe0\xa1", "a.xls", "old Excel"), (b"\x1f\x8b\x08", "a.gz", "packed"), (b"MZ\x90", "a.csv", "program"),
    (b"<html><table></table>", "a.xls", "web page"), (b"!Type:Cat\nNA\n^\n", "a.qif", "QIF"), (b":20:A\n:25:B\n:62F:C260101GBP1,\n", "a.sta", "MT940"), (b"PK\x03\x04garbage", "a.xlsx", "damaged"),
    (b"<?xml version='1.0'?><Document xmlns='urn:iso:std:iso:20022:tech:xsd:camt.053.001.02'/>", "a.xml", "CAMT"), (b"MIME-Version: 1.0\n", "a.xls", "web archive"), (b"Date,Amount\n", "a.csv.exe", "program"), (b"a\x00b", "a.csv", "zero byte"),
])  # fmt: skip
def test_a_kind_that_is_not_read_is_named_by_its_bytes(content, name, word):
    reading = read(name, content, today=TODAY)
    assert reading["status"] == "refused"
    assert word in reading["reason"]


def zipped(files):
    """The bytes of a ZIP."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return out.getvalue()


def test_a_zip_of_statements_gives_its_files_and_any_other_file_itself():
    assert unpack("a.zip", zipped([("x/a.csv", b"1"), ("x/b.csv", b"2"), ("__MACOSX/x", b"")])) == [("x/a.csv", b"1"), ("x/b.csv", b"2")]
    book = workbook(ROWS)
    assert unpack("a.xlsx", book) == [("a.xlsx", book)]
    assert unpack("a.csv", b"x") == [("a.csv", b"x")]


@pytest.mark.parametrize(
    "files", [[("in.zip", zipped([("a.csv", b"1")]))], [("../a.csv", b"1")], [("a.csv", b"0" * 30_000_000)], [(f"{number}.csv", b"1") for number in range(2001)], []]
)
def test_a_zip_that_is_nested_unsafe_or_too_big_is_refused(files):
    with pytest.raises(UserError):
        unpack("a.zip", zipped(files))


def test_files_are_read_in_another_process_in_the_order_given():
    readings = list(read_files([("a.csv", PLAIN.encode()), ("b.pdf", b"%PDF-1.7"), ("c.csv", PLAIN.encode())], today=TODAY))
    assert [(one["file"], one["status"]) for one in readings] == [("a.csv", "read"), ("b.pdf", "refused"), ("c.csv", "read")]
    assert readings[0] == {**read("a.csv", PLAIN.encode(), today=TODAY)}


def test_asking_for_readings_imports_nothing_heavy():
    program = "import sys; import lib.statements; print(sorted(name for name in ('decimal', 'zipfile', 'csv', 'subprocess') if name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", program], capture_output=True, text=True).stdout.strip() == "[]"
