"""Broken and hostile bytes for the readers: `python -m tests.fuzz --container pdf --minutes 5`.

A reading must come out of anything, within the time and the memory of the box, and what it calls proven must add up.
An input whose reading says something new is kept and changed further. What fails is written to --finds, with why; so is what took longest.
"""

import argparse
import itertools
import multiprocessing
import random
import re
import resource
import signal
import time
import traceback
import zlib
from datetime import date
from decimal import Decimal
from pathlib import Path

from lib.box import MEMORY_BYTES, SECONDS
from lib.statements.archive import BROKEN
from lib.statements.reading import read
from tests.mutated import holds
from tests.printed_statements import LEDGER, STYLES, printed
from tests.written_statements import DRESSES, OTHERS, TABLES, Ledger, packed, parts_of, table_of, typed_table

TODAY = date(2026, 11, 22)
SAMPLES = Path(__file__).parent / "statements"
MOST_KEPT = 600
LONGEST = 200_000
PIECES = """
\n|\r\n|,|;|\t|"|""|'|:|<|>|/|^|!|-|+|.|=|&|(|)|[|]|{|}|0|1|9|C|D|CR|DR|OD|£|€|$|%|\x00|\x1b|\xff|\ufeff|\u202e|\u200b|NaN|Infinity|1e9|1e-9|1e400|-0.00|0.00|.5|1,234.56|1.234,56|99999999.99|100000000|9999999999999999999|31/02/2026|
00/00/0000|29/02/2024|01/02/2026|13/13/2026|12/31/2025|2026-01-01|20260101|46000|1 Jan|Balance|Total|Date|Amount|Opening balance|BROUGHT FORWARD|GBP|EUR|USD|Pending|=SUM(A1)|4111111111111111|&amp;|&#0;|&#x10FFFF;|<![CDATA[|]]>|<!--|-->|
<!DOCTYPE x>|</td>|<td>|<tr>|<table>|</table>|colspan=50|rowspan=9|<STMTTRN>|</STMTTRN>|<TRNAMT>|<DTPOSTED>|:61:|:86:|:60F:|:62F:|:62M:|-}|{4:|!Type:Bank|!Account|!Type:Invst|!Option:MDY|^\n|ss:Index="3"|ss:MergeAcross="2"|ss:Type="Number"|
<Ntry>|</Ntry>|<Amt Ccy="USD">|CRDT|DBIT|PDNG|OPBD|CLBD|r="A1048576"|r="XFD1"|t="s"|t="n"|<v>|</v>|stream|endstream|endobj|obj|<<|>>|/Kids|/Count|/Filter|/FlateDecode|/Length|BT|ET|Tj|Td|Tm|Tf|cm|Do|q|Q|xref|startxref|-1|1000000|/ASCIIHexDecode|/Parent 2 0 R
"""
PIECES = [piece.encode("utf-8", "ignore") for piece in PIECES.strip("\n").replace("|\n", "|").split("|")]


def seeds_of(container):
    """Whole files of one kind to begin with."""
    ledger = Ledger(Decimal("245.18"), tuple(LEDGER))
    tables = [table_of(name, ledger, newest_first) for name in DRESSES for newest_first in (True, False)]
    if container == "csv":
        return [path.read_bytes() for path in sorted(SAMPLES.glob("*.csv"))] + [TABLES["tsv"](tables[0]), OTHERS["santander_text"](ledger)]
    if container in TABLES:
        return [TABLES[container](rows) for rows in [typed_table(ledger), *tables[::4]]]
    if container == "pdf":
        return [path.read_bytes() for path in sorted(SAMPLES.glob("*.pdf"))] + [unpacked(printed(style, "245.18", LEDGER[:6])) for style in STYLES.values()]
    return [write(ledger) for name, write in OTHERS.items() if name.split("-")[0] == container]


def changed(content, others, chance):
    """The content with a few places changed; what is packed in it is changed inside as well as outside."""
    if content[:2] == b"PK" and chance.random() < 0.9:
        return repacked(content, others, chance)
    if content[:4] == b"%PDF" and chance.random() < 0.5:
        content = unpacked(content)
    content = bytearray(content)
    for _ in range(chance.choice((1, 1, 2, 3, 6, 12))):
        change(content, others, chance)
    return bytes(content[:LONGEST])


def change(content, others, chance):
    """Change one place of the content: bits, pieces, lines, or a part of another file."""
    place, length = chance.randint(0, len(content)), chance.choice((1, 1, 2, 4, 8, 40, 400))
    match chance.randrange(9):
        case 0 if content:
            content[place % len(content)] ^= 1 << chance.randrange(8)
        case 1:
            del content[place : place + length]
        case 2:
            content[place:place] = chance.choice(PIECES)
        case 3:
            content[place : place + length] = chance.choice(PIECES)
        case 4:
            content[place:place] = content[place : place + length] * chance.choice((1, 2, 50))
        case 5:
            other = chance.choice(others)
            start = chance.randint(0, len(other))
            content[place : place + length] = other[start : start + chance.choice((8, 40, 400))]
        case 6:
            shuffle_lines(content, chance)
        case 7:
            numbers = list(re.finditer(rb"[0-9]+", content[:LONGEST]))
            if numbers:
                found = chance.choice(numbers)
                content[found.start() : found.end()] = chance.choice((b"0", b"-1", b"1", b"255", b"65536", b"4294967295", b"99999999", b"12345678901234567890", b"1.005"))
        case _:
            if chance.random() < 0.2:
                del content[place:]


def shuffle_lines(content, chance):
    """Repeat a line, swap two, or take one away."""
    lines = content.split(b"\n")
    one, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    match chance.randrange(3):
        case 0:
            lines[one], lines[other] = lines[other], lines[one]
        case 1:
            lines.insert(one, lines[other])
        case _:
            del lines[one]
    content[:] = b"\n".join(lines)


def repacked(content, others, chance):
    """A ZIP with one of its parts changed; the content itself where it is no whole ZIP any more."""
    try:
        parts = parts_of(content)
    except BROKEN:
        parts = {}
    if not parts:
        return content
    name = chance.choice(sorted(parts)) if chance.random() < 0.3 else max(parts, key=lambda one: ("sheet1" in one, one))
    part = bytearray(parts[name])
    for _ in range(chance.choice((1, 2, 4))):
        change(part, list(parts.values()), chance)
    return packed(parts | {name: bytes(part[:LONGEST])})


def unpacked(content):
    """A PDF whose streams are written out, so that a changed byte is a changed mark; its table of places is then wrong, as in many files."""

    def plain(found):
        try:
            return b"/Length %d>>\nstream\n%s\nendstream" % (len(text := zlib.decompress(found[1])), text)
        except zlib.error:
            return found[0]

    return re.sub(rb"/Length [0-9]+/Filter/FlateDecode>>\nstream\n(.*?)\nendstream", plain, content, flags=re.DOTALL)


def shape(reading):
    """What kind of answer a reading is: its sentences without figures and names."""
    sentences = [reading["reason"] or "", *reading["messages"], *(line["reason"] for line in reading["rejected_lines"][:5])]
    told = sorted({re.sub(r"'[^']*'|[0-9][0-9.,/-]*", "#", sentence)[:60] for sentence in sentences})
    return reading["kind"], reading["layout"], len(reading["statements"]), tuple(one["proof"] for one in reading["statements"][:3]), *told


def fault_of(name, content):
    """(the reading, seconds, why it is a fault or None)."""
    begun = time.monotonic()
    signal.alarm(SECONDS)
    try:
        reading = read(name, content, today=TODAY)
        signal.alarm(0)
        holds(reading)
        return reading, time.monotonic() - begun, None
    except BaseException as error:
        signal.alarm(0)
        if isinstance(error, KeyboardInterrupt):
            raise
        return None, time.monotonic() - begun, f"{type(error).__name__}: {''.join(traceback.format_exception(error)[-6:])}"


class Late(BaseException):
    """A file took longer than a file may take. No reader can catch this."""


def late(*_):
    """What the alarm does."""
    raise Late


def run(container, ends, finds, seed, executions):
    """Try changed files until the time is over, and say what came of it."""
    chance, pool, known, faults, longest = random.Random(seed), seeds_of(container), set(), {}, 0.0
    originals, current = list(pool), finds / f"{container}-{seed}-current.bin"
    for number in itertools.count():
        if time.monotonic() > ends:
            break
        content = pool[number] if number < len(originals) else changed(chance.choice(pool), originals, chance)
        current.write_bytes(content)  # what brings the process down is found here
        reading, seconds, why = fault_of(f"a.{container}", content)
        executions.value += 1
        if seconds > longest:
            longest = seconds
            current.with_name(f"{container}-{seed}-slowest.bin").write_bytes(content)
        if why:
            keep(faults, why, content, finds / f"{container}-{seed}-{len(faults) + 1}.bin")
        elif (kind := shape(reading)) not in known:
            known.add(kind)
            place = len(pool) if len(pool) < MOST_KEPT else chance.randrange(len(originals), MOST_KEPT)
            pool[place : place + 1] = [content]
    current.unlink()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{container}: {executions.value:,} executions, {len(known)} kinds of answer, {len(faults)} faults, longest {longest:.1f} s, {memory:.0f} MB", flush=True)


def keep(faults, why, content, path):
    """Write a file that fails, once for each place where it does."""
    where = "\n".join(re.findall(r'File "[^"]*", line \d+, in \w+', why)[-2:]) + why.split(":")[0]
    if where in faults:
        return
    faults[where] = why
    path.write_bytes(content)
    path.with_suffix(".txt").write_text(why)
    print(f"{path}: {why}", flush=True)


def main():
    """Fuzz one kind of file; a process that is brought down is followed by another."""
    asked = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    asked.add_argument("--container", required=True, choices=[*(name for name in TABLES if name != "tsv"), "ofx", "qif", "mt940", "camt053", "pdf"])
    asked.add_argument("--minutes", type=float, default=5)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--finds", type=Path, default=Path("finds"))
    told = asked.parse_args()
    told.finds.mkdir(parents=True, exist_ok=True)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.signal(signal.SIGALRM, late)
    forks, ends = multiprocessing.get_context("fork"), time.monotonic() + told.minutes * 60
    executions = forks.Value("q")
    for seed in itertools.count(told.seed):
        child = forks.Process(target=run, args=(told.container, ends, told.finds, seed, executions))
        child.start()
        child.join()
        if not child.exitcode:
            break
        print(f"{told.finds / f'{told.container}-{seed}-current.bin'} brought the process down, after {executions.value:,} executions", flush=True)


if __name__ == "__main__":
    main()
