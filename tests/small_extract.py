"""A small extract: one person and one agreement in each of two councils, and how a test sends it."""

from datetime import date

from lib.caseload import keep, preview
from lib.caseload.tables import TABLES
from lib.store import OPERATOR

TODAY = date(2026, 11, 22)
TABLE = {table.name: table for table in TABLES}

PEOPLE = "person_id,surname,council\nP1,Example,Westmarch\nP3,Specimen,Easthaven\n"
AGREEMENTS = "agreement_id,person_id,council,start_date,end_date\nA1,P1,Westmarch,2024-04-01,\nA3,P3,Easthaven,2024-04-01,\n"
PAYMENTS = "payment_id,agreement_id,paid_on,amount,kind\nY1,A1,2024-04-02,1430.60,regular\n"


def look(store, actor=OPERATOR, **texts):
    """The plan for CSV texts named by table; nothing is kept."""
    files = [(f"{name}.csv", text.encode() if isinstance(text, str) else text) for name, text in texts.items()]
    return preview(store, actor, "test", files, as_at=TODAY)


def send(store, actor=OPERATOR, **texts):
    """Load CSV texts named by table, and give the counts."""
    return keep(store, actor, look(store, actor, **texts), TODAY)


def numbers(counts, table):
    return (*(counts[table][what] for what in ("read", "added", "updated", "closed", "unchanged")), len(counts[table]["rejected"]))


def move_in(store):
    """The small extract is loaded."""
    send(store, people=PEOPLE, agreements=AGREEMENTS, payments=PAYMENTS)
