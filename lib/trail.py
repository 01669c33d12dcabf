"""The activity log as people meet it: who looked at a case, and is it whole?"""

from lib.access import allowed


@allowed("see_case", subject="account_id")
def note_look(store, actor, account_id):
    """Leave a row that somebody looked at a case, once a session."""
    _once(store, actor, "look_at_case", account_id, "select council, agreement_id from staging.account where account_id = ?", account_id)


@allowed("see_case", subject="agreement_id")
def note_letter(store, actor, agreement_id, letter_id):
    """Leave a row that somebody read a letter, once a session."""
    _once(store, actor, "look_at_letter", letter_id, "select council, agreement_id from staging.agreement where agreement_id = ?", agreement_id)


@allowed("see_activity")
def faults(store, actor):
    """Every fault of the log's chain, as sentences. An empty list means that nothing was changed, moved or lost."""
    cursor = store.con.cursor()
    try:
        return store.log.verify(cursor)
    finally:
        cursor.close()


def _once(store, actor, action, subject, whose, record_id):
    looked = store.row(
        "select 1 from activity.entry where action = ? and subject = ? and actor = ? and session is not distinct from ?",
        [action, subject, actor.username, actor.session],
    )
    if not looked:
        with store.change(actor, action, subject, **store.row(whose, [record_id])):
            pass
