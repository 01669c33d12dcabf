"""A bar that says how many are done and how long the rest will take."""

import time

import streamlit as st


class Progress:
    """with Progress(57, "file read", "files read") as progress: ... progress.step()"""

    def __init__(self, total, one, many):
        self.total, self.one, self.many, self.done = total, one, many, 0

    def __enter__(self):
        self.began, self.bar = time.monotonic(), st.progress(0.0, self._words())
        return self

    def __exit__(self, *_):
        self.bar.empty()

    def step(self, count=1):
        """So many more are done."""
        self.done += count
        self.bar.progress(min(self.done / max(self.total, 1), 1.0), self._words())

    def _words(self):
        said = f"{self.done} of {self.total} {self.one if self.total == 1 else self.many}"
        if not self.done or self.done == self.total:
            return said
        left = (time.monotonic() - self.began) / self.done * (self.total - self.done)
        return f"{said}, {_duration(left)} left"


def _duration(seconds):
    return f"about {max(round(seconds), 1)} seconds" if seconds < 90 else f"about {round(seconds / 60)} minutes"
