"""Restricted acts: in the log's chain like any other, and shown to nobody but those who may see concerns.

A restricted act's row names no council, no agreement and no reason; whose it is stands in its payload. dashboards.act leaves
every action with this first word out of what others see, and numbers the rest without a gap.
"""

FIRST_WORD = "restricted_"


def act(what, council, agreement_id, /, **after):
    """What store.change takes for a restricted act: its action, and what its row says."""
    return {"action": f"{FIRST_WORD}{what}", "council": None, "agreement_id": None, "reason": None, "after": {"council": council, "agreement_id": agreement_id} | after}
