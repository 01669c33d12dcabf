"""`make peers`: how well Reckoner and other tools read the same files, in one run, written to docs/reading.md."""

import json
import subprocess
import tempfile
from collections import Counter
from datetime import date
from pathlib import Path

from bench.corpus import corpus
from bench.judge import VERDICTS, judge
from lib.statements import read_files

ROOT = Path(__file__).parent.parent
DOCUMENT = ROOT / "docs" / "reading.md"
PEERS = ROOT / ".venv-peers" / "bin" / "python"
TODAY = date(2026, 11, 22)
CONTAINERS = {
    "csv": "CSV and other delimited text",
    "xlsx": "XLSX",
    "xls": "XLS (binary)",
    "html": "web page called .xls",
    "xml": "Excel 2003 XML",
    "ofx": "OFX and QFX",
    "qif": "QIF",
    "mt940": "MT940",
    "camt053": "CAMT.053",
    "pdf": "PDF",
    "picture": "scan or photo",
}
ABOUT = """# How well it reads

`make peers` writes this page: {files} made-up files, each read by Reckoner and by every other tool that says it reads such a file, in one run. {read} of the files are statements, {broken} are
statements that contradict themselves, {refuse} are no statements at all or cannot be opened.

{versions}

**The files.** {samples} are the samples of the layouts (`tests/statements`), with the readings that stand beside them; the layouts were made with them, so Reckoner should read these. The others are
written by `bench/` from made-up accounts with a fixed seed, and their truth is the account itself, known before there is a file. They are our own: they show what is known to go wrong with statements, not how often it does. What goes wrong between two files (the same one twice, months that overlap) is not reading, and not here.

**Right** means: every transaction once, each with its date and its amount with the sign, and the closing balance of each account, where the file states it and the tool gives one. The order, the description, the account and lines of 0.00 are not judged. An entry of CAMT.053 is one transaction, whatever details are in it.
A file that is no statement must be refused or give no transactions; whether the tool gives a sentence or an error does not matter. A statement that contradicts itself must be refused or called so: no tool that leaves balances to its user
promises that, so it stands in a column of its own.

**Fair to the others.** Only files of a kind that a tool says it reads count for it; the rest is not its format. mt-940 reads with all its corrections switched on, quiffen is told that the day comes first, bankstatementparser is told the kind of file, the days that it
leaves as they are printed are read day first, and its own check of the balances counts. bankstatementparser reads PDFs only with a language model, which is not in this run. DuckDB and pandas only make tables: their delimiter is sniffed, a cell is a text or what DuckDB's sniffer
takes it for, the encoding is tried in turn, and then the columns called Date, Amount, Money in, Paid out and the like are taken for what their names say (`bench/peers.py`), with pounds and commas removed. Where that plain reading stops at a cell or finds no such columns, the file counts as refused.
"""


def main():
    samples = corpus()
    with tempfile.TemporaryDirectory() as folder:
        told = by_peers(samples, Path(folder))
    outcomes = {"Reckoner": by_reckoner(samples)} | told["readings"]
    verdicts = {tool: {sample.name: judge(sample, found[sample.name]) for sample in samples if sample.name in found} for tool, found in outcomes.items()}
    DOCUMENT.write_text(document(samples, verdicts, told["versions"]), encoding="utf-8")
    for tool, found in verdicts.items():
        print(f"{tool}: {len(found)} files, {', '.join(f'{number} {verdict}' for verdict, number in Counter(verdict for verdict, _ in found.values()).most_common())}")
    print(f"Written to {DOCUMENT.relative_to(ROOT)}.")


def by_reckoner(samples):
    """What Reckoner makes of each sample, by its name."""
    return {sample.name: outcome(reading) for sample, reading in zip(samples, read_files([(sample.name, sample.content) for sample in samples], today=TODAY), strict=True)}


def outcome(reading):
    """A reading as the judge takes it."""
    if reading["status"] == "refused":
        return {"refused": reading["reason"]}
    statements = reading["statements"]
    return {
        "lines": [(row["posted_on"], row["amount"]) for one in statements for row in one["rows"]],
        "closings": [one["closing_balance"] for one in statements if one["closing_balance"] is not None],
        "complains": bool(reading["rejected_lines"]) or any(one["proof"] == "broken" for one in statements),
    }


def by_peers(samples, folder):
    """What the other tools make of the samples, and their versions."""
    for sample in samples:
        (folder / sample.name).write_bytes(sample.content)
    (folder / "corpus.json").write_text(json.dumps({sample.name: sample.container for sample in samples}))
    ran = subprocess.run([PEERS, "-m", "bench.peers", folder], capture_output=True, check=True, cwd=ROOT)
    return json.loads(ran.stdout.decode().replace(f"{folder}/", ""))


def document(samples, verdicts, versions):
    """The page."""
    counts = Counter(sample.must for sample in samples)
    about = ABOUT.format(
        files=len(samples),
        samples=sum(sample.about.startswith("the layout ") for sample in samples),
        versions=f"Versions: {', '.join(f'{tool} {number}' for tool, number in sorted(versions.items()))}.",
        **counts,
    )
    return "\n".join([about, summary(verdicts), kinds(samples, verdicts), faults(verdicts), every_file(samples, verdicts)])


def summary(verdicts):
    """How many files each tool read how."""
    rows = [["tool", "files of its kinds", *VERDICTS]]
    for tool, found in verdicts.items():
        counts = Counter(verdict for verdict, _ in found.values())
        rows.append([tool, len(found), *(counts[verdict] for verdict in VERDICTS)])
    meanings = "\n".join(f"- *{verdict}*: {meaning}" for verdict, meaning in VERDICTS.items())
    return f"## In one table\n\n{table(rows)}\n\n{meanings}\n"


def kinds(samples, verdicts):
    """How many files of each kind each tool read right."""
    rows = [["kind of file", "files", *verdicts]]
    for container, title in CONTAINERS.items():
        names = [sample.name for sample in samples if sample.container == container]
        shares = [[found[name][0] == "right" for name in names if name in found] for found in verdicts.values()]
        rows.append([title, len(names), *(f"{sum(share)} of {len(share)}" if share else "" for share in shares)])
    return f"## Right, by kind of file\n\nAn empty cell: not a format of this tool.\n\n{table(rows)}\n"


def faults(verdicts):
    """What each reading that is not right got wrong."""
    parts = ["## What was not right\n"]
    for tool, found in verdicts.items():
        rows = [["file", "verdict", "what"], *([name, verdict, what] for name, (verdict, what) in found.items() if verdict != "right")]
        if len(rows) > 1:
            parts.append(f"<details{' open' * (tool == 'Reckoner')}><summary>{tool}: {len(rows) - 1} files</summary>\n\n{table(rows)}\n\n</details>\n")
    return "\n".join(parts)


def every_file(samples, verdicts):
    """Each file, what is hard about it, and every tool's verdict."""
    rows = [["file", "what it is", "must be", *verdicts]]
    must = {"read": "read", "broken": "called contradictory", "refuse": "refused"}
    for sample in samples:
        rows.append([sample.name, sample.about, must[sample.must], *(found[sample.name][0] if sample.name in found else "" for found in verdicts.values())])
    return f"## Every file\n\n<details><summary>{len(samples)} files</summary>\n\n{table(rows)}\n\n</details>\n"


def table(rows):
    """Rows as a table, the first of which is its heading."""
    lines = ["| " + " | ".join(" ".join(str(cell).replace("|", "\\|").replace("<", "&lt;").split()) for cell in row) + " |" for row in rows]
    return "\n".join([lines[0], "|" + "---|" * len(rows[0]), *lines[1:]])


if __name__ == "__main__":
    main()
