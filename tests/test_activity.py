"""The activity log shows every later change: to a row, to its details, to the order, and to what is no longer there."""

import shutil
from datetime import datetime, timedelta

import pytest

from lib.activity import SEALED, Log
from lib.store import OPERATOR, StoreIsReadOnly, open_store
from lib.trail import faults
from lib.wall_clock import at, now
from tests.small_council import JO

ROW = "update activity.entry set {} where seq = 2"


@pytest.fixture
def lived_in(filled):
    """A store in which five things were done."""
    return filled(five_things)


def five_things(store):
    for number in range(1, 6):
        act(store, number)


def act(store, number):
    with store.change(JO, "decide_exception", f"f{number}", council="Westmarch", reason=f"reason {number}", before={"verdict": None}, after={"verdict": "explained"}):
        pass


def rechain(store, log, first=1):
    """Write every hash anew, as somebody who can write the store would."""
    prev = store.value("select chain_hash from activity.entry where seq = ?", [first - 1]) or "0" * 64
    for row in store.rows("from activity.entry where seq >= ? order by seq", [first]):
        row = row | {"prev": prev}
        prev = log._seal({name: row[name] for name in SEALED})
        store.con.execute("update activity.entry set prev = ?, chain_hash = ? where seq = ?", [row["prev"], prev, row["seq"]])


def test_an_untouched_log_is_whole(lived_in):
    assert faults(lived_in, OPERATOR) == []


@pytest.mark.parametrize("field", ["happened_at", "actor", "role", "session", "action", "subject", "council", "agreement_id", "reason", "commitment"])
def test_an_edited_field_shows(lived_in, field):
    lived_in.con.execute(ROW.format(f"{field} = '2026-01-01'"))
    assert faults(lived_in, OPERATOR)[0] == "Activity row 2 was altered."


def test_an_edited_before_or_after_shows(lived_in):
    lived_in.con.execute("update activity.payload set body = replace(body, 'explained', 'upheld') where seq = 2")
    assert faults(lived_in, OPERATOR) == ["What activity row 2 says of before and after was altered."]


def test_details_that_were_lawfully_disposed_of_leave_the_chain_whole(lived_in):
    lived_in.con.execute("delete from activity.payload where seq = 2")
    assert faults(lived_in, OPERATOR) == []


def test_a_deleted_row_shows(lived_in):
    lived_in.con.execute("delete from activity.entry where seq = 3")
    assert faults(lived_in, OPERATOR) == ["Activity row 3 is missing.", "Activity row 4 does not follow the row before it."]


def test_deleted_newest_rows_show(lived_in):
    lived_in.con.execute("delete from activity.entry where seq > 3")
    assert faults(lived_in, OPERATOR) == ["The newest 2 activity rows are missing: the store ends at 3, the anchor at 5."]


def test_a_deleted_row_and_deleted_newest_rows_show_together(lived_in):
    lived_in.con.execute("delete from activity.entry where seq in (2, 5)")
    assert faults(lived_in, OPERATOR) == [
        "Activity row 2 is missing.", "Activity row 3 does not follow the row before it.",
        "The newest 1 activity rows are missing: the store ends at 4, the anchor at 5.",
    ]  # fmt: skip


def test_an_emptied_log_shows(lived_in):
    lived_in.con.execute("delete from activity.entry")
    assert faults(lived_in, OPERATOR) == ["The newest 5 activity rows are missing: the store ends at 0, the anchor at 5."]


def test_swapped_rows_show(lived_in):
    lived_in.con.execute("update activity.entry set seq = 99 where seq = 2")
    lived_in.con.execute("update activity.entry set seq = 2 where seq = 3")
    lived_in.con.execute("update activity.entry set seq = 3 where seq = 99")
    said = faults(lived_in, OPERATOR)
    assert "Activity row 2 was altered." in said and "Activity row 3 was altered." in said


def test_a_row_put_in_between_shows(lived_in):
    lived_in.con.execute("insert into activity.entry select * replace (6 as seq, prev as prev) from activity.entry where seq = 5")
    assert "Activity row 6 was altered." in faults(lived_in, OPERATOR)


def test_a_chain_written_anew_without_the_key_shows(lived_in, tmp_path):
    other = Log(type(lived_in.places)(tmp_path / "other.duckdb", tmp_path, tmp_path / "other_keys", tmp_path / "other_anchor"))
    lived_in.con.execute(ROW.format("reason = 'another'"))
    rechain(lived_in, other)
    assert "Activity row 2 was altered." in faults(lived_in, OPERATOR)


def test_a_chain_written_anew_with_the_key_is_told_by_the_anchor(lived_in):
    lived_in.con.execute(ROW.format("reason = 'another'"))
    rechain(lived_in, lived_in.log)
    assert faults(lived_in, OPERATOR) == [f"Activity row {seq} is not the one that was anchored." for seq in (2, 3, 4, 5)]


def test_a_chain_written_anew_with_the_key_opens_for_reading_only(lived_in):
    lived_in.con.execute(ROW.format("reason = 'another'"))
    rechain(lived_in, lived_in.log)
    path = lived_in.places.path
    lived_in.close()
    with_new_chain = open_store(path)
    with pytest.raises(StoreIsReadOnly, match="python -m lib verify"):
        act(with_new_chain, 6)


def test_an_older_copy_opens_for_reading_only_with_a_sentence(store, tmp_path):
    path = store.places.path
    act(store, 1)
    store.close()
    shutil.copy(path, tmp_path / "older")
    store = open_store(path)
    act(store, 2)
    act(store, 3)
    store.close()
    shutil.copy(tmp_path / "older", path)
    older = open_store(path)
    assert older.value("select count(*) from activity.entry") == 1
    assert older.read_only_because.startswith("The newest 2 rows of the activity log are missing from the store")
    with pytest.raises(StoreIsReadOnly, match="Nothing can be saved until the store is restored"):
        act(older, 4)
    assert faults(older, OPERATOR) == ["The newest 2 activity rows are missing: the store ends at 1, the anchor at 3."]
    older.close()


def test_a_change_whose_anchor_was_not_written_is_not_lost(lived_in):
    """Power may fail between the two, or within the second: the store is then a row ahead of its anchor, and that is no fault."""
    whole = lived_in.log.anchor.read_text()
    for cut in (1, 20, 64, 65, 66):
        lived_in.log.anchor.write_text(whole[:-cut])
        assert faults(lived_in, OPERATOR) == []
        assert lived_in.log.rows_lost(lived_in.con) == 0
    lived_in.log.anchor.write_text(whole[:-65])
    act(lived_in, 6)
    assert lived_in.log.anchor.read_text().splitlines()[-1].startswith("6 ")
    assert faults(lived_in, OPERATOR) == []


def test_an_anchor_that_cannot_be_written_stops_saving_and_keeps_what_was_saved(lived_in):
    lived_in.log.anchor.unlink()
    lived_in.log.anchor.mkdir()
    with pytest.raises(StoreIsReadOnly, match="Your last change was kept"):
        act(lived_in, 6)
    with pytest.raises(StoreIsReadOnly):
        act(lived_in, 7)
    assert lived_in.value("select max(seq) from activity.entry") == 6


def test_time_never_goes_back(lived_in):
    lived_in.con.execute("update activity.entry set happened_at = '2999-01-01T00:00:00.000000Z' where seq = 5")
    act(lived_in, 6)
    assert lived_in.value("select happened_at from activity.entry where seq = 6") == "2999-01-01T00:00:00.000000Z"


def test_the_key_lies_outside_the_store_and_is_readable_by_its_owner_alone(lived_in):
    key = lived_in.places.keys / "reckoner.key"
    assert key.stat().st_mode & 0o777 == 0o400 and len(key.read_bytes()) == 32


def test_another_time_is_never_later_than_now_nor_before_what_the_log_says(store):
    long_ago = datetime(2025, 3, 3, 9)
    with at(long_ago):
        act(store, 1)
    act(store, 2)
    with at(long_ago + timedelta(days=1)), pytest.raises(RuntimeError, match="nothing may be dated 2025-03-04"):
        act(store, 3)
    with at(now() + timedelta(days=9)):
        act(store, 4)
    first, *later = (row["happened_at"] for row in store.rows("select subject, happened_at::timestamp as happened_at from activity.entry order by seq"))
    assert first == long_ago
    assert len(later) == 2 and later == sorted(later) and later[1] <= now()
