"""Whether a row may stand: it refers to what is there, it belongs to a council of ours, and its days are in order."""

from dataclasses import dataclass, field

from lib.caseload.tables import AGREEMENTS, PEOPLE


@dataclass
class Known:
    """The council of each person and agreement, as the store and the rows accepted so far have it."""

    own: frozenset[str] | None  # the councils this actor may load for; None: every council
    person_id: dict[str, str] = field(default_factory=dict)
    agreement_id: dict[str, str] = field(default_factory=dict)

    def is_ours(self, council):
        return council is not None and (self.own is None or council in self.own)

    def learn(self, table, row):
        if table is PEOPLE:
            self.person_id[row.person_id] = row.council
        if table is AGREEMENTS:
            self.agreement_id[row.agreement_id] = row.council

    def council_of(self, table, row):
        """The council a row belongs to; None when what it refers to is not there."""
        return row.council if table in (PEOPLE, AGREEMENTS) else self.parent_council(table, row)

    def parent_council(self, table, row):
        return getattr(self, table.belongs_to).get(getattr(row, table.belongs_to))


def faults(table, row, before, known):
    """(column, sentence) for everything wrong with a row whose cells are well formed; before is what it supersedes."""
    found = [*_council(table, row, known), *_parent(table, row, known)]
    if before and not known.is_ours(known.council_of(table, before)):
        found.append((table.key[0], "The number is already used by another council. Correct it."))
    if table.period:
        first, last = (getattr(row, name) for name in table.period)
        if first and last and last < first:
            found.append((table.period[1], f"It is before {table.period[0]} ({first}). Correct one of them."))
    return found


def without_first_payment(agreements):
    """A sentence for each agreement from which no payment can be expected."""
    return [
        f"Agreement {row.agreement_id} has no first_payment_on, so only the payments of payments.csv are expected for it. Fill it in where there is a date."
        for row in agreements
        if row.first_payment_on is None
    ]


def shared_accounts(accounts, sent):
    """A sentence for each account sent whose sort code and number another agreement's account has too."""
    holders = {}
    for row in accounts:
        holders.setdefault((row.sort_code, row.account_number), set()).add(row.agreement_id)
    return [
        f"Account {row.account_id} has the sort code and number of another agreement's account. Statements can't tell them apart: check both."
        for row in sent
        if row.sort_code and row.account_number and len(holders[row.sort_code, row.account_number]) > 1
    ]


def _council(table, row, known):
    if table not in (PEOPLE, AGREEMENTS):
        return
    if not known.is_ours(row.council):
        yield "council", f"'{row.council}' is not one of your councils. Ask its team leader to load this row."


def _parent(table, row, known):
    if table is PEOPLE:
        return
    council = known.parent_council(table, row)
    # What is not there and what is not theirs sound the same.
    if not known.is_ours(council):
        what = "person" if table.belongs_to == "person_id" else "agreement"
        yield table.belongs_to, f"There is no {what} {getattr(row, table.belongs_to)} in this extract or in the store. Load it first, or correct the number."
    elif table is AGREEMENTS and council != row.council and known.is_ours(row.council):
        yield "council", f"The person's council is {council}, and an agreement needs the same. Correct one of them."
