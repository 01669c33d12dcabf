"""Returns in the made-up council that did not come by themselves: asked for, chased rung by rung, and some of them still awaited."""

from datetime import timedelta

from lib import access, letters, returns

AT_MOST = 4
# Days until the next rung may come: whoever looks earlier is told its day.
AFTER = {"request": 35, "escalate": 1, "chase_2": 1}


def chase_returns(year, store, actors, sent, as_at):
    """Ask for some late statements, half of them still on their way."""
    late = [one for one in sent if one.case.agreement.return_months > 1 and not one.case.agreement.end_date and one.statement.from_date.month != one.statement.to_date.month]
    awaited = [one for one in late if one.on_day is None]
    came = [one for one in late if one.on_day and (one.on_day - one.statement.to_date).days > 38 and (as_at - one.statement.to_date).days < 330]
    chosen = [*awaited[: AT_MOST // 2], *came[:: max(1, len(came) // 3)][: AT_MOST - min(len(awaited), AT_MOST // 2)]]
    for number, one in enumerate(chosen):
        year.begin(_chase(store, actors[one.case.agreement.officer], one, number))


def _chase(store, officer, sent, number):
    """Ask for one return, and go up the ladder until its statement comes."""
    agreement_id, period_to = sent.case.agreement.agreement_id, sent.statement.to_date
    day = yield period_to + timedelta(days=2)
    while sent.on_day is None or day < sent.on_day:
        due = [row for row in access.see(store, officer, "trackers.return", {"as_at": day}, agreement_id=agreement_id) if row["period_to"] == period_to]
        if not due or due[0]["received_on"] or not due[0]["next_on"]:
            return
        [row] = due
        if row["next_step"] == "escalate":
            returns.escalated(store, officer, agreement_id, row["return_id"], "Told by e-mail that no statement comes", day)
        elif row["next_on"] > day:
            day = yield row["next_on"]
            continue
        elif row["template"]:
            letters.mark_sent(store, officer, agreement_id, returns.prepare_letter(store, officer, agreement_id, row["return_id"], day), day, "post")
            returns.sent(store, officer, agreement_id, row["return_id"], day)
            if number % 4 == 3 and row["next_step"] == "request":
                returns.extended(store, officer, agreement_id, row["return_id"], day + timedelta(days=42), "The person was in hospital and asked for more time", day)
        else:
            return
        day = yield day + timedelta(days=AFTER.get(row["next_step"], 14))
