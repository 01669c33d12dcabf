"""Long work: it says how far it is, and when it is stopped nothing is left half."""

import pytest

from lib import caseload
from lib.store import OPERATOR
from tests.small_council import AS_AT, move_in


class Stopped(BaseException):
    """As Streamlit ends a run: no error that anything catches."""


def test_a_caseload_load_that_is_stopped_keeps_nothing(store):
    move_in(store)
    people = b"person_id,forename,surname,council,client_type\np9,Ada,Other,Westmarch,adult\n"
    plan = caseload.preview(store, OPERATOR, "people.csv", [("people.csv", people)], as_at=AS_AT)
    told = []

    def stop(done, of):
        told.append((done, of))
        if done == 3:
            raise Stopped

    before = store.rows("from raw.extract_load"), store.rows("select surname from staging.person order by all"), store.value("select count(*) from activity.entry")
    with pytest.raises(Stopped):
        caseload.keep(store, OPERATOR, plan, AS_AT, stop)
    assert (store.rows("from raw.extract_load"), store.rows("select surname from staging.person order by all"), store.value("select count(*) from activity.entry")) == before
    assert [done for done, _ in told] == [1, 2, 3]
    caseload.keep(store, OPERATOR, plan, AS_AT, lambda done, of: told.append((done, of)))
    assert told[-1][0] == told[-1][1]
    assert "Other" in [row["surname"] for row in store.rows("select surname from staging.person")]
