"""The council's extracts as they were on an earlier day: what had not happened yet does not stand in them."""

from lib.demo.extracts import COLUMNS

# The first and the last day of a row, where its table has them.
BEGINS = {"agreements": "start_date", "rates": "from_date", "plan_lines": "from_date", "payments": "paid_on"}
HAPPENED = {"statutory_reviews": "reviewed_on", "absences": "from_date"}
ENDS = {"people": ("date_of_death",), "agreements": ("end_date", "end_reason"), "accounts": ("closed_on",), "absences": ("to_date",), "plan_lines": ("to_date",)}


def known_on(tables, day, until):
    """Rows of all extracts as they were on a day; what is agreed and paid is in them ahead, until the next extract."""
    known = {}
    for name, rows in tables.items():
        cells = [dict(zip(COLUMNS[name].split(), row, strict=True)) for row in rows]
        begun = [row for row in cells if row.get(BEGINS.get(name)) is None or row[BEGINS[name]] <= until]
        known[name] = [_not_ended(name, row, day) for row in begun if name not in HAPPENED or row[HAPPENED[name]] <= day]
    agreements = {row["agreement_id"] for row in known["agreements"]}
    people = {row["person_id"] for row in known["agreements"]}
    return {
        name: [list(row.values()) for row in rows if row.get("agreement_id") in agreements | {None} and row.get("person_id") in people | {None}] for name, rows in known.items()
    }


def _not_ended(name, row, day):
    first = ENDS.get(name, ())[:1]
    if not first or not row[first[0]] or row[first[0]] <= day or (name == "plan_lines" and row["one_off_amount"]):
        return row
    return row | dict.fromkeys(ENDS[name], "")
