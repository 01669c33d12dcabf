"""Evidence: files kept byte for byte under their hashes, written once and checked whenever they are read."""

import hashlib
import os

from lib.errors import UserError


def write_once(folder, contents):
    """Keep files ({sha256: bytes}) whole and on the disk, before the transaction that names them commits. What is there already stays."""
    parts = []
    for sha256, content in contents.items():
        if hashlib.sha256(content).hexdigest() != sha256:
            raise UserError("A file changed while it was read. Upload it again.")
        if not (folder / sha256).exists():
            parts.append(folder / f"{sha256}.part")
            parts[-1].write_bytes(content)
    # One wait for all of them: a wait for each makes a year of statements slow.
    os.sync()
    for part in parts:
        part.rename(part.with_suffix(""))


def read(folder, sha256, name):
    """The kept bytes, or a sentence that names the file when they are not what was kept."""
    faults = list(faults_of(folder, sha256, name))
    if faults:
        raise UserError(f"{faults[0]} Tell your administrator.")
    return (folder / sha256).read_bytes()


def faults_of(folder, sha256, name):
    """What is wrong with a kept file, as sentences that name it."""
    kept = folder / sha256
    if not kept.exists():
        yield f"{name}: the kept copy is missing from the evidence. Put it back from a backup."
    elif _sha256(kept) != sha256:
        yield f"{name}: the kept copy is not what was received or written: its hash differs. Put it back from a backup."


def _sha256(path):
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
