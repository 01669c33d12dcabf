"""A backup: a store and its evidence whole, read back, put back with a trace, and refused where it is damaged or of another store."""

import hashlib
import json
import shutil
import zipfile
from datetime import datetime

import pytest

from lib import backup, checks, evidence
from lib.__main__ import main
from lib.errors import UserError
from lib.store import OPERATOR, open_store
from tests.told_council import PDF

KEPT = {
    "export_id": "e1", "name": "a list", "kind": "csv", "councils": [], "provenance": "{}", "rows": 0, "rows_sha256": "", "file_sha256": "", "taken_by": "jo", "taken_at": datetime(2026, 6, 1),
}  # fmt: skip


@pytest.fixture(scope="module")
def made(tmp_path_factory, empty_path):
    """(the folder of a store that keeps a document, a backup of it)."""
    folder = tmp_path_factory.mktemp("backup") / "council"
    folder.mkdir()
    store, sha256 = open_store(shutil.copy(empty_path, folder)), hashlib.sha256(PDF).hexdigest()
    with store.change(OPERATOR, "add_document", "d1") as change:
        evidence.write_once(store.places.evidence, {sha256: PDF})
        change.insert("activity.export", [KEPT | {"kept_sha256": sha256}])
    store.close()
    file = folder.parent / "kept.zip"
    done = backup.back_up(folder / "reckoner.duckdb", file)
    assert (done["broken"], done["log_rows"], done["files"]) == ([], 2, 2)
    return folder, file


@pytest.fixture
def there(made, tmp_path):
    """(the path of a copy of that store, a copy of its backup)."""
    shutil.copytree(made[0], tmp_path / "council")
    return tmp_path / "council" / "reckoner.duckdb", shutil.copy(made[1], tmp_path / "kept.zip")


def standing(path):
    """(acts in the log, faults) of a store."""
    store = open_store(path)
    try:
        return store.value("select count(*) from activity.entry"), checks.verify_store(store)
    finally:
        store.close()


def later(path):
    """Two acts more, of which the backup knows nothing."""
    store = open_store(path)
    for subject in ("one", "two"):
        with store.change(OPERATOR, "more", subject):
            pass
    store.close()


def test_what_was_backed_up_comes_back_with_its_evidence_and_the_log_says_what_is_lost(there):
    path, file = there
    assert backup.verify(path, file) == []
    later(path)
    [kept] = (path.parent / "evidence").iterdir()
    kept.write_bytes(b"damaged")
    said = backup.restore(path, file)
    assert (said["lost"], said["broken"]) == (2, [])
    assert standing(path) == (3, []) and kept.read_bytes() == PDF
    assert (path.parent / said["moved_to"]).exists()
    store = open_store(path)
    act = store.row("select subject, after from dashboards.act where action = 'restore'")
    assert act["subject"] == "kept.zip" and json.loads(act["after"])["lost"] == 2 and not store.read_only_because
    store.close()


def test_after_it_came_back_the_store_goes_on_and_comes_back_again(there):
    path, file = there
    for lost in (0, 3):
        if lost:
            later(path)
        assert backup.restore(path, file)["lost"] == lost
    assert standing(path) == (3, [])


def test_an_older_copy_laid_in_place_by_hand_is_still_told(there):
    path, _ = there
    shutil.copy(path, path.with_name("older"))
    later(path)
    shutil.copy(path.with_name("older"), path)
    store = open_store(path)
    assert store.read_only_because and "newest 2 rows" in store.read_only_because
    store.close()


def test_a_mark_in_the_anchor_without_its_act_in_the_log_is_told(there):
    path, _ = there
    store = open_store(path)
    with store.change(OPERATOR, "one", "more"):
        pass
    store.log.note_restored(2)
    assert any("put back at activity row 2" in fault for fault in checks.verify_store(store))
    store.close()


@pytest.mark.parametrize("damage", ["cut", "evidence", "store", "no_zip"])
def test_a_damaged_backup_is_refused_whole_and_the_store_stays(there, damage):
    path, file = there
    later(path)
    before, content = path.read_bytes(), file.read_bytes()
    if damage == "cut":
        file.write_bytes(content[: len(content) // 2])
    elif damage == "no_zip":
        file.write_bytes(b"not a backup")
    else:
        wanted = backup.STORE if damage == "store" else backup.EVIDENCE
        archive = zipfile.ZipFile(there[1])
        kept = {name: archive.read(name) for name in archive.namelist()}
        name = next(name for name in kept if name.startswith(wanted))
        kept[name] = kept[name][:-1] + bytes([kept[name][-1] ^ 1])
        with zipfile.ZipFile(file, "w") as written:
            for one, said in kept.items():
                written.writestr(one, said)
    with pytest.raises(UserError):
        backup.restore(path, file)
    assert path.read_bytes() == before


def test_the_backup_of_another_store_and_one_without_the_key_are_refused(there, tmp_path, empty_path):
    path, file = there
    other = tmp_path / "other" / "reckoner.duckdb"
    other.parent.mkdir()
    shutil.copy(empty_path, other)
    store = open_store(other)
    with store.change(OPERATOR, "one", "thing"):
        pass
    store.close()
    file.unlink()
    backup.back_up(other, file)
    with pytest.raises(UserError, match="altered"):
        backup.restore(path, file)
    (path.parent / "keys" / "reckoner.key").unlink()
    with pytest.raises(UserError, match=r"put reckoner\.key back first"):
        backup.restore(path, file)


def test_nothing_is_backed_up_or_put_back_while_the_app_runs_or_a_log_lies_beside_it(there):
    path, file = there
    with pytest.raises(UserError, match="never written over"):
        backup.back_up(path, file)
    path.with_name("reckoner.duckdb.wal").write_bytes(b"")
    with pytest.raises(UserError, match="lies beside the store"):
        backup.restore(path, file)


def test_the_commands_say_what_they_did_and_exit_by_it(there, capsys):
    path, file = there
    file.unlink()
    assert main(["backup", str(file), "--store", str(path), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["broken"] == []
    assert main(["verify", str(file), "--store", str(path)]) == 0
    assert "can be put back" in capsys.readouterr().out
    assert main(["restore", str(file), "--store", str(path)]) == 0
    assert "Nothing was recorded after it" in capsys.readouterr().out
    file.write_bytes(b"")
    assert main(["verify", str(file), "--store", str(path)]) == 1
    assert "is no backup" in capsys.readouterr().err
