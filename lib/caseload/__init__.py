"""Caseload extracts in: people, agreements, rates, accounts, plans and payments from the council's systems."""

from lib.caseload.load import Plan, keep, load, preview
from lib.caseload.profiles import profile_names
from lib.caseload.sources import unpack_source
from lib.caseload.template import template

__all__ = ["Plan", "keep", "load", "preview", "profile_names", "template", "unpack_source"]
