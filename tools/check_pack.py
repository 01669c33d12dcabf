"""Is this evidence as it was taken? For anybody, without Reckoner: `python check_pack.py [FOLDER or ZIP]`, by default this folder.

Needs Python 3.10 or later and nothing else. It holds every file against the SHA-256 in manifest.json, the bank's files
against what the council recorded when they came, and works each reconciliation out anew from its own figures. It ends with
the manifest's own SHA-256: the council's activity log keeps that number, so ask them for it.
Exit code 0: all fits; 1: something does not; 2: this is no evidence pack.
"""

import csv
import hashlib
import io
import json
import pathlib
import sys
import zipfile
from decimal import Decimal

OUTSIDE = {"manifest.json"}


class Folder:
    """The files of an unpacked pack."""

    def __init__(self, path):
        self.path = pathlib.Path(path)

    def names(self):
        found = (one.relative_to(self.path).as_posix() for one in self.path.rglob("*") if one.is_file())
        return {name for name in found if "__pycache__" not in name}

    def read(self, name):
        return (self.path / name).read_bytes()


class Packed:
    """The files of a pack that is still packed."""

    def __init__(self, path):
        self.archive = zipfile.ZipFile(path)

    def names(self):
        return set(self.archive.namelist())

    def read(self, name):
        return self.archive.read(name)


def faults(pack, manifest):
    """Everything that does not fit, as sentences."""
    listed, there = {one["path"]: one for one in manifest["files"]}, pack.names() - OUTSIDE
    yield from (f"{name} is missing." for name in sorted(listed.keys() - there))
    yield from (f"{name} is here, and the manifest does not know it." for name in sorted(there - listed.keys()))
    for name in sorted(listed.keys() & there):
        if hashlib.sha256(pack.read(name)).hexdigest() != listed[name]["sha256"]:
            yield f"{name} was changed: its SHA-256 is not that of the manifest."
    yield from _papers(pack, listed.keys() & there)
    yield from _forms(pack, there)


def _papers(pack, names):
    """Papers whose bytes are not those that were recorded when they came or were written."""
    recorded = {row["file_sha256"] for row in _table(pack, names, "case_paper")}
    for name in sorted(names):
        if name.startswith(("statements/", "documents/")) and hashlib.sha256(pack.read(name)).hexdigest() not in recorded:
            yield f"{name} is not a paper that was recorded in this case (tables/case_paper.csv)."


def _forms(pack, names):
    """Reconciliations that do not add up: opening + what came in - what was spent = closing, and closing against the statement."""
    for row in _table(pack, names, "reconciliation"):
        known = {name: Decimal(value) for name, value in row.items() if name in FIGURES and value}
        period = f"The reconciliation of {row.get('account_id')}, {row.get('period_from')} to {row.get('period_to')},"
        if known.keys() >= {"opening_balance", "total_receipts", "total_spend", "closing_calculated"}:
            if known["opening_balance"] + known["total_receipts"] - known["total_spend"] != known["closing_calculated"]:
                yield f"{period} does not add up."
        if known.keys() >= {"closing_calculated", "closing_per_statement", "difference"}:
            if abs(known["closing_per_statement"] - known["closing_calculated"]) != abs(known["difference"]):
                yield f"{period} says another difference than its own figures give."


FIGURES = {"opening_balance", "total_receipts", "total_spend", "closing_calculated", "closing_per_statement", "difference"}


def _table(pack, names, table):
    name = f"tables/{table}.csv"
    return csv.DictReader(io.StringIO(pack.read(name).decode("utf-8-sig"), newline="")) if name in names else ()


def main(words):
    place = words[0] if words else pathlib.Path(__file__).parent
    try:
        pack = Packed(place) if zipfile.is_zipfile(place) else Folder(place)
        text = pack.read("manifest.json")
        manifest = json.loads(text)
        found = list(faults(pack, manifest))
    except (OSError, KeyError, ValueError, TypeError, ArithmeticError, zipfile.BadZipFile) as error:
        print(f"{place} is no evidence pack that can be checked: {error}.")
        return 2
    print(f"Evidence of {manifest['agreement_id']}, taken by {manifest['taken_by']} at {manifest['taken_at']}: {manifest['reason']}")
    for said in found:
        print(said)
    for one in manifest["left_out"]:
        print(f"Left out: {one['what']}. {one['why']}")
    if not found:
        print(f"All {len(manifest['files'])} files are those of the manifest.")
    print(f"SHA-256 of the manifest: {hashlib.sha256(text).hexdigest()}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
