"""Worked examples: Markdown files of given and expected tables, one per SQL file.

A section is one example. `Given layer.name` and a table says what the SELECT reads, `Given as_at = 2026-03-31` a parameter (`nothing`
where none is given), `Expect` and a table what it must give (in any order, the named columns only), `Expect nothing` that it gives no row.
"""

import re
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import duckdb

from lib.sqlfiles import ASKED_LAYERS, VIEW_LAYERS, schema_steps, sql_files

CASES = Path(__file__).parent / "cases"
TABLE = re.compile(r"^(?:Given (?P<given>\S+\.\S+)|(?P<expect>Expect))\n\n(?P<table>(?:\|.*\n?)+)", re.MULTILINE)
VALUE = re.compile(r"^Given (\w+) = (.+)$", re.MULTILINE)


@dataclass(frozen=True)
class Case:
    """One worked example of one SQL file."""

    sql_file: str
    title: str
    given: dict
    values: dict
    expect: list


def all_cases():
    return [
        read_case(f"{path.parent.name}.{path.stem}", section)
        for path in sorted(CASES.glob("*/*.md"))
        for section in re.split(r"^## ", path.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    ]


def read_case(sql_file, section):
    title, _, body = section.partition("\n")
    given, expect = {}, None
    for found in TABLE.finditer(body):
        if found["given"]:
            given[found["given"]] = rows(found["table"])
        else:
            expect = rows(found["table"])
    if expect is None and not re.search(r"^Expect nothing$", body, re.MULTILINE):
        raise ValueError(f"{sql_file}: '{title}' expects neither a table nor nothing.")
    return Case(sql_file, title.strip(), given, {name: None if value == "nothing" else value for name, value in VALUE.findall(body)}, expect or [])


def rows(table):
    """The rows of a Markdown table as dicts of text. An empty cell is None."""
    header, _, *lines = [[cell.strip() or None for cell in re.split(r"(?<!\\)\|", line.strip())[1:-1]] for line in table.strip().splitlines()]
    return [dict(zip(header, [cell and cell.replace(r"\|", "|") for cell in line], strict=True)) for line in lines]


def run_case(store, file, case):
    """What a SELECT gives from the given tables alone, in the columns the example expects."""
    if unread := case.given.keys() - file.reads:
        raise ValueError(f"{case.sql_file}: '{case.title}' gives {unread}, which it does not read.")
    with _taken_back(bench_of(store)) as bench:
        for table, rows in case.given.items():
            for names in {tuple(row) for row in rows}:
                these = [row for row in rows if tuple(row) == names]
                marks = ", ".join([f"({', '.join('?' * len(names))})"] * len(these))
                columns_of_these = ", ".join(f'"{name}"' for name in names)
                bench.execute(f"insert into {table} ({columns_of_these}) values {marks}", [value for row in these for value in row.values()])
        found = bench.execute(file.text, case.values or None)
        names = [column[0] for column in found.description]
        wanted = list(case.expect[0]) if case.expect else names
        return [{name: None if value is None else str(value) for name, value in zip(names, row, strict=True) if name in wanted} for row in found.fetchall()]


@contextmanager
def _taken_back(bench):
    """A transaction of which nothing is kept."""
    bench.begin()
    try:
        yield bench
    finally:
        bench.rollback()


@cache
def bench_of(store):
    """Every table and view as an empty table of its columns, and the macros. An example fills some of them and takes it back."""
    bench = duckdb.connect(config={"threads": "1"})
    for _, text, _ in schema_steps():
        if "create macro" in text:
            bench.execute(text)
    for table in {read for layer in (*VIEW_LAYERS, *ASKED_LAYERS) for file in sql_files(layer) for read in file.reads}:
        bench.execute(f"create schema if not exists {table.split('.')[0]}")
        bench.execute(f"create table {table} ({columns(store, table)})")
    return bench


def columns(store, table):
    """A table's columns with their types, as `create table` wants them."""
    return ", ".join(f'"{row["column_name"]}" {row["column_type"]}' for row in store.rows(f"describe {table}"))
