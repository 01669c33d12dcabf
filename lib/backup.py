"""A store and its evidence in one file, and back: whole or not at all, checked before it counts, and never without a trace.

The key of the activity log and its anchor are not in it: they are kept apart from the store, so that who has a backup can't
write another past. A backup is a ZIP: the store, every file of the evidence under its SHA-256, and backup.json with their hashes.
"""

import hashlib
import json
import os
import shutil
import tempfile
import zipfile
from contextlib import contextmanager
from pathlib import Path

from lib import checks, trail
from lib.activity import Log
from lib.config import Places, places
from lib.errors import SeveralErrors, UserError
from lib.provenance import store_version
from lib.store import OPERATOR, EngineError, StoreInUse, now, open_store

STORE, ABOUT, EVIDENCE = "store.duckdb", "backup.json", "evidence/"
BROKEN = (zipfile.BadZipFile, OSError, EOFError, KeyError, ValueError, NotImplementedError)
HEAD = "select seq, chain_hash from activity.entry order by seq desc limit 1"


def back_up(path, file, tell=None):
    """Keep the store at path and its evidence in a file, checked by reading it back. Gives {"file", "bytes", "files", "log_rows", "broken"}.

    broken are the faults that the store has: they are in the backup too. tell(done, of) is called for each file.
    """
    if file.exists():
        raise UserError(f"{file.name} is there already. Name another file: a backup is never written over.")
    where = places(path)
    store = open_store(where.path)
    try:
        with store.change(OPERATOR, "backup", file.name):
            pass
        broken, head, version = checks.verify_store(store), store.row(HEAD), store_version(store)
    finally:
        store.close()
    about = {"reckoner_backup": 1, "taken_at": f"{now().isoformat(timespec='seconds')}Z", "store": where.path.name, "head": [head["seq"], head["chain_hash"]], "version": version}
    part = file.with_name(f"{file.name}.part")
    try:
        about |= {"files": _pack(where, part, about, tell)}
        _read_back(part, about)
        _sync(part)
        part.rename(file)
        _sync(file.parent)
    except OSError as error:
        raise UserError(f"{file.name} can't be written: {error.strerror}. Nothing was left of it.") from error
    finally:
        part.unlink(missing_ok=True)
    return {"file": str(file), "bytes": file.stat().st_size, "files": len(about["files"]), "log_rows": head["seq"], "broken": broken}


def verify(path, file):
    """Every fault of a backup, as sentences: of its files, the store in it, and its log. An empty list means that it can be put back."""
    where = places(path)
    with _unpacked(where, file) as (_, _, faults):
        return faults


def restore(path, file, tell=None):
    """Put a backup back in the place of the store at path, which is moved aside. Gives {"lost", "log_rows", "moved_to", "broken"}.

    lost is how many acts were recorded after the backup: the log says so in its next row, and so does the anchor. Raises
    UserError where the backup is not whole, is not of this store, or the app runs.
    """
    where = places(path)
    _refuse_without_key(where)
    _refuse_running(where)
    with _unpacked(where, file) as (copy, about, faults):
        if faults:
            raise SeveralErrors([*faults, "Nothing was put back. Take another backup."])
        seq, chain_hash = about["head"]
        log = Log(where)
        if not log.has_anchored(seq, chain_hash):
            raise UserError(f"{file.name} is not of this store: the head of its log is not the one that was anchored. Nothing was put back.")
        lost = max(log.anchored_rows() - seq, 0)
        _put_evidence_back(where, file, about, tell)
        moved_to = _swap(where, copy)
    log.note_restored(seq)
    store = open_store(where)
    try:
        with store.change(OPERATOR, "restore", file.name, after={"taken_at": about["taken_at"], "log_rows": seq, "lost": lost, "moved_to": moved_to and moved_to.name}):
            pass
        broken = checks.verify_store(store)
    finally:
        store.close()
    return {"lost": lost, "log_rows": seq, "moved_to": moved_to and moved_to.name, "taken_at": about["taken_at"], "broken": broken}


def _pack(where, part, about, tell):
    """Write the ZIP; gives {name: SHA-256} of what is in it. What changed meanwhile is said, for then it is no moment's store."""
    sources = {STORE: where.path} | {f"{EVIDENCE}{one.name}": one for one in sorted(where.evidence.iterdir()) if one.suffix != ".part"}
    before, files = _stands(where.path), {}
    with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as archive:
        for done, (name, source) in enumerate(sources.items(), start=1):
            with source.open("rb") as read, archive.open(zipfile.ZipInfo(name, now().timetuple()[:6]), "w", force_zip64=True) as written:
                files[name] = _copied(read, written)
            if tell:
                tell(done, len(sources))
        archive.writestr(ABOUT, json.dumps(about | {"files": files}, indent=2))
    if before[2] or _stands(where.path) != before:
        raise UserError("Somebody opened the store while it was copied. Nothing was kept: stop the app and do it again.")
    return files


def _stands(path):
    """What tells that nobody wrote: the file as it stands on the disk, and no write-ahead log beside it."""
    return path.stat().st_size, path.stat().st_mtime_ns, path.with_name(f"{path.name}.wal").exists()


def _read_back(part, about):
    if any(_faults_of_files(part, about["files"])):
        raise UserError("The backup does not read back as it was written, so it was not kept. Look at the disk, and do it again.")


def _faults_of_files(file, files):
    """What is wrong with the files of a backup, as sentences."""
    with zipfile.ZipFile(file) as archive:
        names = set(archive.namelist()) - {ABOUT}
        yield from (f"The backup lacks {name}." for name in sorted(files.keys() - names))
        for name in sorted(files.keys() & names):
            try:
                with archive.open(name) as read:
                    is_whole = _copied(read) == files[name]
            except BROKEN:
                is_whole = False
            if not is_whole or (name.startswith(EVIDENCE) and files[name] != name.removeprefix(EVIDENCE)):
                yield f"{name} in the backup is damaged: its SHA-256 is another."


@contextmanager
def _unpacked(where, file):
    """(the store of a backup in a place of its own, what the backup says of itself, its faults)."""
    _refuse_without_key(where)
    about = _about(file)
    where.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.TemporaryDirectory(dir=where.path.parent, prefix="restoring-") as folder:
        copy = Path(folder) / where.path.name
        faults = list(_faults_of_files(file, about["files"]))
        if not faults:
            with zipfile.ZipFile(file) as archive, archive.open(STORE) as read, copy.open("wb") as written:
                shutil.copyfileobj(read, written, 1 << 20)
            faults = _faults_of_store(Places(copy, Path(folder) / "evidence", where.keys, Path(folder) / "anchor"), about)
        yield copy, about, faults


def _faults_of_store(where, about):
    try:
        store = open_store(where)
    except EngineError as error:
        return [f"The store in the backup can't be opened: {str(error).splitlines()[0]}"]
    try:
        head = store.row(HEAD)
        faults = [] if [head["seq"], head["chain_hash"]] == about["head"] else ["The store in the backup does not end where the backup says."]
        faults += [row["message"] for check in checks.run_checks(store) for row in check["rows"]] + trail.faults(store, OPERATOR)
        there = {name.removeprefix(EVIDENCE) for name in about["files"]}
        return faults + [f"{one['name']}: its file is not in the backup." for one in checks.kept_files(store) if one["file_sha256"] not in there]
    finally:
        store.close()


def _about(file):
    try:
        with zipfile.ZipFile(file) as archive:
            about = json.loads(archive.read(ABOUT))
            if about["reckoner_backup"] == 1 and STORE in about["files"]:
                return about
    except BROKEN as error:
        raise UserError(f"{file.name} is no backup, or it is damaged. Take another one.") from error
    raise UserError(f"{file.name} is a backup of another kind. Take the version of Reckoner that wrote it.")


def _put_evidence_back(where, file, about, tell):
    """The files of the evidence that are missing or damaged; what is there and whole stays, what came later too."""
    where.evidence.mkdir(parents=True, exist_ok=True, mode=0o700)
    names = [name for name in about["files"] if name.startswith(EVIDENCE)]
    with zipfile.ZipFile(file) as archive:
        for done, name in enumerate(names, start=1):
            kept = where.evidence / name.removeprefix(EVIDENCE)
            if not _is_whole(kept):
                part = kept.with_suffix(".part")
                part.write_bytes(archive.read(name))
                _sync(part)
                part.rename(kept)
            if tell:
                tell(done, len(names))


def _is_whole(kept):
    if not kept.exists():
        return False
    with kept.open("rb") as read:
        return _copied(read) == kept.name


def _swap(where, copy):
    """Put the store of the backup in its place, and give where the one before it was moved to."""
    moved_to = None
    if where.path.exists():
        moved_to = where.path.with_name(f"{where.path.stem}.before-restore-{now():%Y%m%dT%H%M%S}{where.path.suffix}")
        where.path.rename(moved_to)
    _sync(copy)
    copy.rename(where.path)
    _sync(where.path.parent)
    return moved_to


def _refuse_without_key(where):
    """Opening a store makes a new key where there is none, and with that the log could not be read."""
    key = where.keys / f"{where.path.stem}.key"
    if not key.exists():
        raise UserError(f"The key of the activity log is missing: put {key.name} back first. It is kept apart from backups.")


def _refuse_running(where):
    wal = where.path.with_name(f"{where.path.name}.wal")
    if wal.exists():
        raise UserError(f"{wal.name} lies beside the store: what was saved last is in it. Start the app once and stop it, or move that file away if the store can't be opened.")
    if where.path.exists():
        try:
            open_store(where).close()
        except StoreInUse:
            raise
        except (UserError, EngineError):
            # That it can't be opened may be why it is put back.
            return


def _copied(read, written=None):
    """The SHA-256 of what was read, and written where it goes somewhere."""
    digest = hashlib.sha256()
    while block := read.read(1 << 20):
        digest.update(block)
        if written:
            written.write(block)
    return digest.hexdigest()


def _sync(path):
    """Wait until a file or a folder is on the disk."""
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
