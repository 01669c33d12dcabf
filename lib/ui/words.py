"""How figures, days and codes are written on a page."""

from collections import defaultdict
from datetime import datetime, timedelta
from decimal import Decimal

from lib.asked import narrowed
from lib.wall_clock import local

CODES = {
    "prepaid_card": "Prepaid card", "own_bank": "Own bank account", "managed_account": "Managed account",
    "proven": "Proven", "unproven": "Unproven", "broken": "Contradicts itself",
    "agrees": "Agrees", "differs": "Differs", "incomplete": "Days missing", "no_statement": "No statement",
    "to_review": "To review", "waiting": "Waiting for statements", "completed": "Completed",
    "open": "Open", "explained": "Explained", "query": "Asked", "upheld": "Upheld", "evidence_asked": "Evidence asked", "withdrawn": "Gone",
    "agreed": "Agreed", "difference_explained": "Difference explained",
    "high": "High", "medium": "Medium", "low": "Low",
    "first": "First statement", "follows_on": "Follows on", "overlaps": "Overlaps the one before", "days_missing": "Days missing before it",
    "balance_breaks": "Does not begin where the last one ended", "no_balance": "No balance to join on",
    "as_expected": "As expected", "merged": "Several paid as one", "split": "Paid in parts", "different_amount": "Another amount",
    "not_seen": "Not seen", "not_expected": "Not expected", "not_known": "No schedule is known",
    "received": "Received", "short": "Part received", "not_received": "Not received", "not_covered": "No statement for these days",
    "imported": "Ready", "already_held": "Here already", "needs_account": "Waits for you", "needs_layout": "Waits for a layout", "rejected": "Can't be read",
    "only_left": "Only on the left", "only_right": "Only on the right", "balances_differ": "Balances differ", "same": "Same",
    "line": "Line", "skipped": "No payment", "to_check": "Waits for your eyes", "checked": "Checked", "seen": "Seen", "unread": "Could not be read",
    "corrected": "Corrected", "added": "Written in", "no_payment": "No payment",
    "officer": "Officer", "senior_officer": "Senior officer", "team_leader": "Team leader", "auditor": "Auditor", "administrator": "Administrator",
    "operator": "Command line", "visitor": "Not signed in",
    "pa_wages": "PA wages", "hmrc": "HMRC", "pension": "Pension", "payroll_fee": "Payroll fee", "agency": "Care agency",
    "look_at_case": "Looked at the case", "look_at_evidence": "Took the original file", "import_statement": "Imported a statement",
    "import_statements": "Imported statements", "withdraw_statement": "Withdrew a statement", "decide_exception": "Gave a verdict", "undo_verdict": "Took a verdict back",
    "accept_lines": "Accepted the other lines", "complete_review": "Completed the review", "reopen_review": "Reopened the review",
    "confirm_payee": "Said what a payee is for", "take_back_payee": "Took back what a payee is for", "load_caseload": "Loaded the caseload",
    "load_policy": "Loaded policy", "load_categories": "Loaded categories", "sign_in": "Signed in", "sign_in_failed": "Wrong password", "sign_out": "Signed out",
    "session_ended": "Session ended", "export": "Exported a list", "add_demo_users": "Added the made-up people",
    "add_layout": "Made a layout", "remove_layout": "Removed a layout", "note_outstanding": "Noted what is owed", "take_back_outstanding": "Took back what is owed",
    "wages": "Wages", "invoice": "Invoice", "cheque": "Cheque", "other": "Other",
    "calculated": "Taken up", "notified": "Told", "objection": "Objection", "authorised": "Authorised", "taken_by_card": "Taken from the card",
    "netted": "Netted off payments", "invoiced": "Invoiced", "recovered": "Came back", "closed": "Closed",
    "check": "Check the figures", "notify": "Tell the person", "authorise": "Authorise or answer", "answer_objection": "Answer the objection", "take": "Take the money", "remind": "Remind",
    "make_a_debt": "Make it a debt", "match": "Match what came back", "close": "Close",
    "surplus_calculate": "Taken up", "surplus_check": "Checked", "surplus_tell_practitioner": "The social worker was told", "surplus_notify": "The person was told",
    "surplus_object": "The person objected", "surplus_reject_objection": "Objection considered, went on", "surplus_accept_objection": "Objection accepted", "surplus_authorise": "Authorised",
    "surplus_take_by_card": "Taken from the card", "surplus_net_off": "Netted off the next payments", "surplus_invoice": "Invoiced", "surplus_recover": "All came back",
    "surplus_close": "Closed", "surplus_pass_on": "It goes on as a debt", "passed_to_debt": "Goes on as a debt", "surplus_withdraw": "Left where it is", "amend_surplus": "Amended a surplus", "match_surplus": "Matched surplus money", "recalculate_surplus": "Recalculated every surplus",
    "begin_hold": "Stopped the clocks", "end_hold": "Let the clocks run",
    "to_send": "Waiting to be sent", "sent": "Sent", "set_aside": "Set aside", "post": "Post", "by_hand": "By hand", "portal": "Customer portal", "email": "E-mail by the officer",
    "breathing_space": "Breathing space", "mental_health": "Mental health crisis breathing space", "hospital": "In hospital", "bereavement": "Bereavement",
    "extension": "Agreed extension", "dispute": "Dispute or complaint", "surplus_notice": "Money to be taken back", "return_request": "Request for papers",
    "return_chaser_1": "First reminder of papers", "return_chaser_2": "Second reminder of papers", "return_final": "Last reminder of papers", "line_query": "Questions about payments",
    "contribution_arrears_1": "Unpaid contribution", "contribution_arrears_2": "Unpaid contribution, reminder", "contribution_arrears_3": "Unpaid contribution, final",
    "misspend_decision": "Decision about payments", "repayment_plan": "Repayment plan", "suspension_notice": "Pause of payments",
    "end_and_final_account": "Final account", "referral_practitioner": "Word to the practitioner",
    "prepare_letter": "Wrote a letter", "send_letter": "Marked a letter as sent", "set_aside_letter": "Set a letter aside", "look_at_letter": "Read a letter",
    "contribution": "Unpaid contribution", "contribution_from_dp": "Contribution from the direct payment", "misspend": "Money used outside the plan", "overpayment": "Paid too much",
    "proposed": "Waits for approval", "raised": "Raised", "letter_1": "First letter sent", "phoned": "Telephoned", "reminder": "Reminder sent", "final": "Final letter sent",
    "in_plan": "In a repayment plan", "plan_ended": "Plan ended", "referred": "With the debt team", "settled": "Settled", "written_off": "Written off",
    "days_0_30": "0 to 30 days", "days_31_60": "31 to 60 days", "days_61_90": "61 to 90 days", "days_91_365": "91 to 365 days", "over_a_year": "Over a year",
    "near_limit": "Near the last day it can be claimed", "past_limit": "Too old to be claimed",
    "phone": "Telephone", "refer": "Refer it", "pay": "Instalment", "approve": "Approve it", "paid": "Paid", "payment_came_back": "Payment came back", "adjusted": "Corrected",
    "planned": "Planned", "to_come": "To come", "missed": "Missed", "approved": "Approved", "declined": "Declined", "kept": "Kept", "ended": "Ended", "week": "Week", "four_weeks": "Four weeks", "month": "Month",
    "write_off": "Write-off", "adjustment": "Correction", "deceased_no_estate": "Died and left nothing", "uneconomic": "Costs more to pursue", "statute_barred": "Too old to be claimed",
    "council_fault": "The council was at fault", "hardship": "Hardship",
    "opened": "To be asked", "meeting_offered": "Meeting offered", "practitioner_view": "Practitioner's view is there", "decided": "Decided", "dropped": "Dropped", "debt_raised": "Debt raised",
    "debt_propose": "Proposed", "debt_approve": "Approved", "debt_decline": "Declined", "debt_raise": "Raised", "debt_letter_1": "The first letter went out", "debt_phone": "Telephoned",
    "debt_remind": "The reminder went out", "debt_final": "The final letter went out", "debt_refer": "Referred to the debt team", "debt_plan": "Repayment plan agreed", "debt_end_plan": "Repayment plan ended",
    "debt_settle": "Settled", "debt_write_off": "Written off", "debt_withdraw": "Withdrawn", "debt_reopen": "Opened again: a payment came back", "pay_debt": "Noted a payment", "raise_debt": "Raised a debt",
    "propose_debt": "Proposed an overpayment", "plan_propose": "Proposed a repayment plan", "plan_approve": "Approved a repayment plan", "plan_agree": "Repayment plan agreed", "plan_keep": "Repayment plan kept",
    "plan_break": "Repayment plan not kept", "plan_end": "Repayment plan ended", "write_off_propose": "Proposed a write-off", "write_off_approve": "Approved a write-off", "write_off_decline": "Declined a write-off",
    "adjustment_propose": "Proposed a correction", "adjustment_approve": "Approved a correction", "adjustment_decline": "Declined a correction",
    "misspend_open": "Began to ask", "misspend_ask": "The questions went out", "misspend_offer_meeting": "Offered a meeting", "misspend_practitioner": "The practitioner gave a view",
    "misspend_decide": "Decided that it is paid back", "misspend_drop": "Dropped the question", "misspend_raise_debt": "Raised the debt",
    "overpayment_notice": "We paid too much", "pay_back_reminder": "Money to pay back, reminder", "pay_back_final": "Money to pay back, final",
    "restricted_letter_written": "Wrote a restricted letter", "restricted_letter_sent": "Marked a restricted letter as sent",
    "restricted_concern_raised": "Raised a concern", "restricted_concern_looked_at": "Looked at a concern", "restricted_concern_noted": "Said what was done about a concern",
    "to_tell": "Nobody told yet", "told": "Told", "no_further_action": "No further action",
    "reviewed": "Goes on after review", "lifted": "Lifted",
    "suspension_propose": "Proposed", "suspension_approve": "Approved", "suspension_reject": "Rejected", "suspension_withdraw": "Withdrawn", "suspension_continue": "Goes on after review",
    "suspension_lift": "Lifted", "suspension_end": "Agreement ended", "suspension_box": "Filled a box of a gate", "recommend": "Recommended another way of being paid",
    "no_returns": "Statements and papers do not come", "misuse": "Money was used outside the plan", "not_able_to_manage": "The money can't be managed as it is now",
    "whereabouts_unknown": "Nobody knows where the person is", "capacity_lost": "The person can no longer decide about the money",
    "contribution_not_paid_in": "The contribution is not paid in",
    "next_request": "Ask for papers", "next_chase_1": "First reminder", "next_chase_2": "Second reminder", "next_final": "Last reminder", "next_decide": "Decide how to go on", "next_work": "Work what came",
    "next_escalate": "Tell the practitioner or Health", "request": "Asked for", "requested": "Asked for", "chased_1": "First reminder sent", "chased_2": "Second reminder sent", "worked": "Worked",
    "chaser_1": "First reminder", "chaser_2": "Second reminder", "decision": "Decision",
    "return_to_come": "Still to come", "return_to_request": "To be asked for", "return_requested": "Asked for", "return_late": "Late", "return_held": "On hold", "return_received": "Received, not worked", "return_worked": "Worked", "return_decided": "Decided",
    "return_chase_1": "First reminder sent", "return_chase_2": "Second reminder sent", "return_decide": "Decided how to go on", "return_receive": "Papers came by hand", "return_ask_again": "Asked again",
    "return_work": "Worked", "return_rework": "Not worked after all", "return_phone": "Telephoned", "return_extend": "Agreed more time", "return_escalate": "Told the practitioner or Health",
    "first_check": "First check", "second_check": "Second check", "regular": "Regular", "at_end": "At the end", "days_0_28": "0 to 28 days", "days_29_56": "29 to 56 days", "days_57_90": "57 to 90 days", "days_over_90": "Over 90 days",
    "light_touch": "Light touch", "standard": "Standard", "enhanced": "Enhanced", "set_tier": "Set a tier",
    "concern": "Safeguarding", "suspension": "Pause of payments", "letter": "Letter", "surplus": "Surplus", "return": "Statements and papers", "debt": "Debt", "review": "Review", "plan": "Repayment plan",
    "tell_today": "Tell the practitioner today", "review_pause": "Look at the pause again", "settle_pause": "Settle the proposed pause", "send_letter_due": "Send the letter",
    "settle_question": "Go on with the question", "review_period": "Review statements",
    "first_overdue": "First review overdue", "later_overdue": "Later review overdue", "in_time": "In time",
    "to_request": "To be asked for", "held": "On hold", "late": "Late",
    "handover": "Came from a colleague", "read_handover": "New case: read the hand-over", "move_case": "Moved to another officer", "move_cases": "Moved cases to another officer",
    "work_agreement": "Running agreements, a month of each", "work_review": "Periods to review", "work_question": "Lines that need a person", "work_late_return": "Returns that are late",
    "work_surplus": "Surpluses under way", "work_debt": "Debts under way", "work_misspend": "Questions about payments", "work_suspension": "Pauses",
    "add_document": "Added a document", "look_at_document": "Took a document", "withdraw_document": "Withdrew a document", "export_chronology": "Took a chronology",
    "restricted_chronology_exported": "Took a chronology with concerns",
    "active": "Active", "suspended": "Payments are paused", "not_started": "Begins", "holds": "Holds", "printed": "Printed on a statement", "worked_out": "Worked out from the lines",
    "unknown": "Not known", "return_due": "Due", "care_act": "Care Act 2014", "s117": "Mental Health Act s117", "s17a": "Children Act 1989 s17A", "phb": "Personal health budget",
    "statutory_first": "First", "statutory_annual": "Yearly", "statutory_triggered": "After a concern", "statutory_light_touch": "Light touch",
    "objection_ends": "Days to object", "not_worked": "Received, not worked", "statutory_review": "Statutory review", "payee": "Payees", "answer_ends": "The person can still answer",
    "remind_practitioner": "Remind the practitioner", "say_payee": "Say who was paid", "put_off": "Put something off", "bring_back": "Brought something back",
    "self_audit": "Self-audit", "second_look": "Look at a review again", "answer_look": "Answer a second look", "close_look": "Close a second look", "do_action": "Do what was agreed",
    "entry_note": "Wrote a note", "entry_call": "Noted a call", "entry_visit": "Noted a visit", "entry_task": "Set a task", "task_done": "Did a task",
    "percent": "%", "pounds": "£",
    "first_review": "First review", "later_review": "Later review", "came_late": "Came late", "not_come": "Has not come", "not_asked": "Nobody asked for it",
    "csv": "CSV", "xlsx": "Excel", "parquet": "Parquet", "pack": "Evidence pack", "new": "New", "gone": "No longer there", "changed": "Changed",
    "backup": "Made a backup", "restore": "Put a backup back", "restricted_evidence_taken": "Took evidence with concerns", "take_evidence": "Took a case's evidence",
    "issue_report": "Issued a performance report", "in_place": "In place", "not_needed": "Not needed",
    "passed": "Passed", "failed": "Failed", "not_testable": "Can't be tested", "run_whole_audit": "Tested every case",
    "excellent": "Excellent", "good": "Good", "fair": "Fair",
    "note": "Note", "call": "Call", "visit": "Visit", "task": "Task", "do_task": "Do a task", "write_note": "Wrote a note", "write_call": "Noted a call", "write_visit": "Noted a visit", "write_task": "Set a task",
    "plan_planned": "Planned", "plan_drawn": "Drawn", "plan_closed": "Closed", "plan_withdrawn": "Withdrawn", "look_to_check": "To be looked at", "look_under_way": "Under way", "look_to_score": "To be scored", "look_scored": "Scored", "look_to_answer": "The officer may answer", "look_answered": "Answered", "look_closed": "Closed",
    "by_random": "By chance", "by_risk": "For risk",
    "drawn": "Drawn", "pass": "Passed", "coach": "Coaching", "fail": "Failed", "done": "Done", "none_set": "None set",
    "plan_self_audit": "Planned a self-audit", "keep_out_of_self_audit": "Kept something out of a self-audit", "withdraw_self_audit": "Withdrew a self-audit plan", "draw_self_audit": "Drew a self-audit",
    "extend_self_audit": "Drew more for a self-audit", "begin_second_look": "Began a second look", "pass_on_second_look": "Passed on a second look", "say_in_second_look": "Answered in a second look",
    "finish_second_look": "Ended a second look", "score_second_look": "Scored a second look", "tell_second_look": "Told the officer of a second look", "answer_second_look": "Answered a second look",
    "rule_second_look": "Said who was right in a second look", "close_second_look": "Closed a second look", "set_self_audit_action": "Set an action", "finish_self_audit_action": "Did an action",
    "issue_self_audit": "Issued a self-audit report", "draw_money_sample": "Drew a sample of pounds", "check_money_sample": "Looked at a payment of a sample", "critical": "With a critical failure", "certain": "Large", "interval": "By the interval",
    "count_month": "Counted a month's end", "known_then": "As known then", "known_now": "As known later",
    "correct_entry": "Corrected a note", "withdraw_entry": "Withdrew a note", "finish_task": "Did a task", "left_to_pay": "Left to pay",
    "query_refused": "Asked what can't be asked", "share_question": "Shared a question", "withdraw_question": "Withdrew a question",
}  # fmt: skip

# The same code can mean something else for money: there "query" is what nobody knows yet.
CATEGORIES = {"query": "Not known yet", "transfer": "Transfer to a private account"}


def code(value):
    """A code as words."""
    if value is None or value == "":
        return ""
    return CODES.get(value) or str(value).replace("_", " ").capitalize()


def category(value):
    """What money was for, as words."""
    return CATEGORIES.get(value) or code(value)


def money(amount):
    """£1,234.56; nothing for what is not known."""
    if amount is None:
        return ""
    amount = Decimal(amount)
    return f"{'-' if amount < 0 else ''}£{abs(amount):,.2f}"


def day(on):
    """5 Mar 2026."""
    return f"{on.day} {on:%b %Y}" if on else ""


def span(first, last):
    """1 to 31 Mar 2026."""
    if first is None or last is None:
        return day(first or last)
    if (first.year, first.month) == (last.year, last.month):
        return day(last) if first == last else f"{first.day} to {day(last)}"
    return f"{first.day} {first:%b} to {day(last)}" if first.year == last.year else f"{day(first)} to {day(last)}"


def moment(at):
    """5 Mar 2026 14:02, in the clock on the wall; the store keeps UTC."""
    if not at:
        return ""
    at = datetime.fromisoformat(at) if isinstance(at, str) else at
    at = local(at)
    return f"{day(at)} {at:%H:%M}"


def many(count, one, more=None):
    """1 line, 2 lines."""
    return f"{count:,} {one if count == 1 else more or one + 's'}"


def person(row):
    """The name of the person a row is about."""
    return " ".join(part for part in (row.get("forename"), row.get("surname")) if part) or row.get("person_id") or row.get("account_id") or ""


def initials(row):
    """A. Sample, as lists name a person; the account's id stands beside it."""
    forename, surname = row.get("forename") or "", row.get("surname") or ""
    return f"{forename[:1]}. {surname}".strip(". ") or row.get("person_id") or ""


def literal(text):
    """Text from outside, safe where Streamlit would read Markdown."""
    return "".join(f"\\{sign}" if sign in "\\`*_{}[]()#+-.!|~<>:$&^=\"'" else sign for sign in str(text).replace("\n", "  "))


def stripped(values):
    """Those that say something, joined with a middle dot."""
    return " · ".join(str(value) for value in values if value)


def grouped(rows, column):
    """{value: its rows}, in the order they come."""
    groups = defaultdict(list)
    for row in rows:
        groups[row[column]].append(row)
    return dict(groups)


def total(rows, column):
    """The sum of a column; what is not known adds nothing."""
    return sum(row[column] for row in rows if row[column] is not None)


def ordered(rows, *columns):
    """The rows in the order of these columns; a minus turns one round, and what is not known comes last."""
    for column in reversed(columns):
        name = column.lstrip("-")
        known, unknown = [row for row in rows if row[name] is not None], [row for row in rows if row[name] is None]
        rows = sorted(known, key=lambda row: row[name], reverse=column.startswith("-")) + unknown
    return rows


def following(ids, open_ids, here):
    """The next open one after here, or the first open one, or the one here when none is left."""
    later = ids[ids.index(here) + 1 :] if here in ids else ids
    left = [one for one in open_ids if one != here]
    return next((one for one in later if one in left), next(iter(left), here))


def beside(ids, here):
    """The one before and the one after; None at the ends."""
    place = ids.index(here)
    return (ids[place - 1] if place else None, ids[place + 1] if place + 1 < len(ids) else None)


def nth(ids, here):
    """3 of 12."""
    return f"{ids.index(here) + 1} of {len(ids)}"


def more(now, before):
    """3 more, 2 fewer, the same; nothing where it is not known how many there were."""
    if before is None:
        return ""
    return "the same" if now == before else f"{now - before:,} more" if now > before else f"{before - now:,} fewer"


def agree(count):
    """is, or are."""
    return "is" if count == 1 else "are"


def distinct(rows, column):
    """The different values of a column, in order."""
    return sorted({row[column] for row in rows if row[column] is not None})


def where(rows, **equals):
    """The rows that have these values; a filter that is not set leaves all."""
    given = {name: value for name, value in equals.items() if value is not None}
    if not given:
        return list(rows)
    return narrowed([row for row in rows if all(row[name] == value for name, value in given.items())], given)


def waiting(rows, which):
    """The rows of which this waits, or all."""
    return [row for row in rows if row[which]] if which else rows


SYSTEMS = {"canonical": "Reckoner's own tables", "controcc": "ContrOCC", "liquidlogic": "Liquidlogic", "mosaic": "Mosaic"}


def system(name):
    """The name of a council system."""
    return SYSTEMS.get(name, name)


def joined(names):
    """people.csv and 8 others."""
    return names[0] if len(names) == 1 else f"{names[0]} and {many(len(names) - 1, 'other')}"


def fingerprint(profile, files):
    """Which files under which profile, so that a preview of others is not taken for theirs."""
    return "|".join([profile, *(f"{file.file_id}" for file in files)])


def headings(headers):
    """A header row, or several that are known, as text."""
    return ", ".join(" / ".join(one) if isinstance(one, tuple) else one for one in headers)


def standing(person):
    """How somebody who may sign in stands."""
    if person["disabled_at"]:
        return f"Disabled {day(person['disabled_at'])}"
    return "Must choose a password" if person["must_change_password"] else "May sign in"


def who_decided(setting):
    """Since when and by whom a setting holds; a proposal holds because nobody decided."""
    return {"effective_from": None, "decided_by": "nobody yet", "decided_at": None} if setting["is_default"] else {}


def nearest(lines, on):
    """The first line on or after a day, or else the last."""
    return next((line for line in lines if line["posted_on"] >= on), lines[-1] if lines else None)


def weeks_before(on, weeks):
    """The day so many weeks before."""
    return on - timedelta(weeks=weeks)


def days_late(days):
    """12 days late, today, in 3 days; nothing while nobody knows."""
    if days is None:
        return ""
    return "today" if days == 0 else f"{many(days, 'day')} late" if days > 0 else f"in {many(-days, 'day')}"


def tally(rows, column, *sums):
    """How many rows have each value of a column, with these columns added up."""
    return [{column: value, "count": len(same)} | {name: total(same, name) for name in sums} for value, same in grouped(rows, column).items()]


def holding(periods, on):
    """The review period that holds a day, or None."""
    return next((period for period in periods if period["period_from"] <= on <= period["period_to"]), None)


def touching(rows, month):
    """The rows whose days touch a month, given by its first day."""
    last = (month.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    return [row for row in rows if row["from_date"] <= last and row["to_date"] >= month]
