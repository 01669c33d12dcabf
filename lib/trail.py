"""The activity log as people meet it: who looked at a case, and is it whole?"""

from lib.access import allowed


@allowed("see_case", subject="account_id")
def note_look(store, actor, account_id):
    """Leave a row that somebody looked at a case, once a session."""
    looked = store.row(
        "select 1 from activity.entry where action = 'look_at_case' and subject = ? and actor = ? and session is not distinct from ?",
        [account_id, actor.username, actor.session],
    )
    if not looked:
        account = store.row("select council, agreement_id from staging.account where account_id = ?", [account_id])
        with store.change(actor, "look_at_case", account_id, **account):
            pass


@allowed("see_activity")
def faults(store, actor):
    """Every fault of the log's chain, as sentences. An empty list means that nothing was changed, moved or lost."""
    cursor = store.con.cursor()
    try:
        return store.log.verify(cursor)
    finally:
        cursor.close()
