"""The command line: for the night run, for administrators, and for anyone who checks the tool from outside."""

import argparse
import sys
from datetime import date
from pathlib import Path

from lib import commands, terminal
from lib.errors import UserError


def main(words=None):
    """Run one command. 0 done, 1 a person must put something right, 2 wrong use."""
    told = _parser().parse_args(words)
    try:
        answer = told.run(told)
    except UserError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Stopped. What was under way was not kept.", file=sys.stderr)
        return 1
    if answer is None:
        return 0
    if told.json:
        print(terminal.as_json(answer.document))
    elif answer.sentences:
        print("\n".join(answer.sentences))
    if answer.to_do:
        print("\n".join(answer.to_do), file=sys.stderr)
    return 1 if answer.to_do else 0


class Command(argparse.ArgumentParser):
    """A command whose words may stand in any order."""

    is_sorting = False

    def parse_known_args(self, args=None, namespace=None):
        # Sorting comes back here twice: with the options alone, then with the other words.
        if self.is_sorting:
            return super().parse_known_args(args, namespace)
        self.is_sorting = True
        try:
            return self.parse_known_intermixed_args(args, namespace)
        finally:
            self.is_sorting = False


def _parser():
    parser = argparse.ArgumentParser(prog="python -m lib", description="Reckoner: direct payments, checked against what they are for.")
    adding = parser.add_subparsers(title="commands", required=True, metavar="COMMAND", parser_class=Command)

    def command(name, run, about):
        one = adding.add_parser(name, help=about, description=about)
        one.set_defaults(run=run)
        one.add_argument("--json", action="store_true", help="print one JSON document and nothing else")
        one.add_argument("--store", metavar="PATH", help="the store to use; otherwise the one of config.toml")
        one.add_argument("--as-at", type=terminal.day, default=date.today(), metavar="DATE", help="what counts as today (YYYY-MM-DD)")
        return one

    one = command("init", commands.init, "Create an empty store and its first administrator.")
    one.add_argument("--username", help="the first administrator's username; asked for otherwise")
    one.add_argument("--name", help="their name")
    one = command("serve", commands.serve, "Start the app.")
    one.add_argument("--port", type=int)
    one = command("demo", commands.demo, "Build a made-up council in a store of its own.")
    one.add_argument("--cases", type=int, default=300)
    one.add_argument("--seed", type=int, default=1)
    one = command("load", commands.load, "Load caseload extracts: a folder, a ZIP or a workbook.")
    one.add_argument("source", type=Path)
    one.add_argument("--profile", help="the system the extract comes from (data/extracts)")
    one.add_argument("--dry-run", action="store_true", help="say what would change, and change nothing")
    one = command("read", commands.read, "Read statement files without keeping anything.")
    one.add_argument("files", nargs="+", type=Path, metavar="FILE")
    one.add_argument("--layout", help="read as this layout (data/layouts)")
    one = command("import", commands.import_statements, "Keep statement files: files, folders and ZIPs.")
    one.add_argument("paths", nargs="+", type=Path, metavar="PATH")
    one.add_argument("--account", metavar="ID", help="whose they are, when the files don't say")
    one = command("refresh", commands.refresh, "Recompute reconciliation and findings for this day.")
    one.add_argument("--all", action="store_true", help="everything, from the raw rows")
    command("surplus", commands.surplus, "Take in changed policy and work out every surplus anew.")
    one = command("query", commands.query, "Ask the audit views: one SELECT, or @NAME for a saved question.")
    one.add_argument("question", metavar="SQL|@NAME")
    one.add_argument("--param", action="append", type=terminal.param, default=[], metavar="NAME=VALUE")
    one.add_argument("--reason", help="why names and account numbers are taken out; it is kept in the activity log")
    one.add_argument("--format", choices=("csv", "xlsx", "parquet", "json"), default="csv")
    one.add_argument("--out", type=Path, metavar="FILE")
    one = command("sample", commands.sample, "Draw a month's self-audit from its stored plan; drawn already, say what was drawn.")
    one.add_argument("cycle", nargs="?", metavar="CYCLE", help="the plan's id; without one, the plans there are")
    one = command("evaluate", commands.evaluate, "Say what a month's self-audit shows: errors, rate and the bound.")
    one.add_argument("cycle", metavar="CYCLE")
    one = command("backup", commands.backup, "Keep the store and its evidence in one file, and read it back.")
    one.add_argument("file", type=Path, metavar="FILE")
    one = command("restore", commands.restore, "Put a backup back in the place of the store, which is moved aside.")
    one.add_argument("file", type=Path, metavar="FILE")
    one = command("verify", commands.verify, "Check the store, the evidence and the activity log; or a backup.")
    one.add_argument("file", nargs="?", type=Path, metavar="FILE", help="a backup, to see whether it can be put back")
    one = command("user", commands.user, "People who may sign in.")
    one.add_argument("action", choices=("add", "disable", "reset", "list"))
    one.add_argument("username", nargs="?")
    one.add_argument("--name")
    one.add_argument("--role")
    one.add_argument("--council", action="append", default=[], metavar="NAME", help="repeat for several")
    one.add_argument("--officer", help="the officer's code in the extracts; otherwise the username")
    return parser


if __name__ == "__main__":
    sys.exit(main())
