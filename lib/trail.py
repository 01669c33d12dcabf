"""The activity log as an auditor asks of it: is it whole?"""

from lib.access import allowed


@allowed("see_activity")
def faults(store, actor):
    """Every fault of the log's chain, as sentences. An empty list means that nothing was changed, moved or lost."""
    cursor = store.con.cursor()
    try:
        return store.log.verify(cursor)
    finally:
        cursor.close()
