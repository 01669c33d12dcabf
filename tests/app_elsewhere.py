"""The app as AppTest can run it: with a pages folder beside the script it would take every page for an app of its own."""

import runpy

from lib.config import ROOT

runpy.run_path(str(ROOT / "app.py"))
