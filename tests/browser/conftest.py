"""The browser of the browser tests: Debian's Chromium."""

import pytest


@pytest.fixture(scope="session")
def browser_type_launch_args():
    return {"executable_path": "/usr/bin/chromium", "args": ["--no-sandbox"]}
