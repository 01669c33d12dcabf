"""Which transactions of an OFX file stand: not those pending, and not those that the bank has replaced or deleted."""

from collections import defaultdict

ACTIONS = ("REPLACE", "DELETE")


def standing(lines, heard):
    """The lines, as (line number, fields, source), that are booked and that no other line of the account takes back."""
    booked = []
    for line in lines:
        if line[1]["is"] == "pending":
            heard.skipped.append((line[0], "pending", line[2]))
        else:
            booked.append(line)
    by_id, gone = defaultdict(list), set()
    for line in booked:
        by_id[line[1].get("FITID")].append(line)
    for line in booked:
        if line[1].get("CORRECTFITID"):
            correct(line, by_id, gone, heard)
    return [line for line in booked if line[0] not in gone]


def correct(line, by_id, gone, heard):
    """Take back what a line corrects, and the line itself where it only deletes. `gone` are the numbers of lines that do not stand."""
    number, fields, source = line
    wrong, action = fields["CORRECTFITID"], fields.get("CORRECTACTION", "").upper()
    found = [other for other in by_id.get(wrong, ()) if other is not line]
    if action not in ACTIONS or len(found) > 1 or any(other[0] in gone for other in found):
        reason = "it is not clear which" if action in ACTIONS else "it does not say how (CORRECTACTION)"
        heard.rejected.append((number, f"Line {number}: it corrects another transaction (CORRECTFITID {wrong[:40]}), and {reason}. Ask the bank what was booked.", source))
        gone.add(number)
        return
    for other in found:
        heard.skipped.append((other[0], "taken back by the bank", other[2]))
        gone.add(other[0])
    if action == "DELETE" and number not in gone:
        heard.skipped.append((number, "taking another back", source))
        gone.add(number)
    heard.say(said(number, action, found, wrong))


def said(number, action, found, wrong):
    """What a correction did, or could not do."""
    does = f"Line {number} {'replaces' if action == 'REPLACE' else 'deletes'}"
    if found:
        return f"{does} line {found[0][0]}, which the bank has taken back: {'only the new one was' if action == 'REPLACE' else 'neither was'} kept."
    return f"{does} a transaction that is not in this file (FITID {wrong[:40]}). If an earlier file brought it, it still counts: check it there."
