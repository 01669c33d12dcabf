"""How long work takes."""

import time


def timed(work):
    """The seconds that work takes."""
    began = time.monotonic()
    work()
    return time.monotonic() - began
