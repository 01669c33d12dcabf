"""Taking turns: a lock that is given in the order of asking, so that nobody who takes it again and again keeps it from others."""

import threading
from collections import deque


class Turns:
    """Whoever asks first gets it first. Who holds it may take it again."""

    def __init__(self):
        self._moved = threading.Condition()
        self._queue = deque()  # threads, the holder first
        self._times = 0  # how often the holder has taken it

    def acquire(self, blocking=True):
        me = threading.get_ident()
        with self._moved:
            if me in self._queue:
                self._times += 1
                return True
            if self._queue and not blocking:
                return False
            self._queue.append(me)
            try:
                self._moved.wait_for(lambda: self._queue[0] == me)
            except BaseException:
                self._leave(me)
                raise
            self._times = 1
            return True

    def release(self):
        with self._moved:
            self._times -= 1
            if not self._times:
                self._leave(self._queue[0])

    def _leave(self, thread):
        self._queue.remove(thread)
        self._moved.notify_all()

    def __enter__(self):
        self.acquire()

    def __exit__(self, *_):
        self.release()
