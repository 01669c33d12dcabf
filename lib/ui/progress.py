"""A bar that says how many are done and how long the rest will take, and stops when it is told to."""

import time

import streamlit as st

from lib.ui.session import act


class Progress:
    """with Progress(57, "file read", "files read", stop) as progress: ... progress.step()

    Streamlit ends a run at its next word to the page once something else was pressed. So the work ends at a step: what is
    inside a transaction is rolled back, what was kept before stays. stop(done) then says what became of it.
    """

    def __init__(self, total, one, many, stop):
        self.total, self.one, self.many, self.stop, self.done = total, one, many, stop, 0

    def __enter__(self):
        self.began, self.place = time.monotonic(), st.empty()
        with self.place.container(horizontal=True, vertical_alignment="center"):
            self.bar = st.progress(0.0, self._words())
            st.button("Stop", key="stop_work", on_click=lambda: act(self.stop, self.done), icon=":material/stop_circle:")
        return self

    def __exit__(self, *_):
        self.place.empty()

    def step(self, count=1):
        """So many more are done."""
        self.done += count
        self.bar.progress(min(self.done / max(self.total, 1), 1.0), self._words())

    def reach(self, done, total):
        """So many of so many are done."""
        self.total = total
        self.step(done - self.done)

    def _words(self):
        said = f"{self.done} of {self.total} {self.one if self.total == 1 else self.many}"
        if not self.done or self.done == self.total:
            return said
        left = (time.monotonic() - self.began) / self.done * (self.total - self.done)
        return f"{said}, {_duration(left)} left"


def _duration(seconds):
    return f"about {max(round(seconds), 1)} seconds" if seconds < 90 else f"about {round(seconds / 60)} minutes"
