"""The browser of the browser tests: Debian's Chromium, on a machine that may be slow."""

import pytest
from playwright.sync_api import expect

from tests.browser.acting import WAIT

expect.set_options(timeout=WAIT)


@pytest.fixture(scope="session")
def browser_type_launch_args():
    return {"executable_path": "/usr/bin/chromium", "args": ["--no-sandbox"]}
