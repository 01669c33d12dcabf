"""The files under sql/: what each is called, says about itself, and reads."""

import hashlib
import json
import re
import tomllib
from dataclasses import dataclass
from functools import cache, cached_property
from graphlib import TopologicalSorter
from pathlib import Path

import duckdb

from lib.errors import SqlFileError

SQL = Path(__file__).parent.parent / "sql"
HEADER = re.compile(r"\s*/\*(.*?)\*/", re.DOTALL)

# Tables: what others sent, what people decided, what was found, who may, who did.
TABLE_LAYERS = ("raw", "decisions", "findings", "identity", "activity")

# SELECTs that are built as views or kept tables. Data flows from left to right.
VIEW_LAYERS = ("staging", "reconciliation", "trackers", "dashboards", "audit")

# SELECTs that are asked, never built.
ASKED_LAYERS = ("rules", "measures", "checks", "queries")


@dataclass(frozen=True)
class SqlFile:
    """One SELECT. Its folder is its layer and its file name is its name."""

    layer: str
    name: str
    text: str

    @property
    def full_name(self):
        return f"{self.layer}.{self.name}"

    @property
    def version(self):
        """A short hash of the text: what a finding remembers of the rule that raised it."""
        return hashlib.sha256(self.text.encode()).hexdigest()[:12]

    @cached_property
    def header(self):
        """The TOML in the opening comment."""
        found = HEADER.match(self.text)
        if not found:
            raise SqlFileError(f"{self.full_name} has no /* ... */ header.")
        try:
            return tomllib.loads(found[1])
        except tomllib.TOMLDecodeError as error:
            raise SqlFileError(f"{self.full_name} header: {error}.") from error

    @cached_property
    def tree(self):
        tree = json.loads(_parser().execute("select json_serialize_sql(?::varchar)", [self.text]).fetchone()[0])
        if tree["error"]:
            raise SqlFileError(f"{self.full_name}: {tree['error_message']}.")
        if len(tree["statements"]) != 1:
            raise SqlFileError(f"{self.full_name} must hold exactly one SELECT.")
        return tree

    @cached_property
    def reads(self):
        """The tables and views it selects from, such as {'staging.statement'}."""
        return {f"{node['schema_name']}.{node['table_name']}" for node in nodes(self.tree) if node.get("type") == "BASE_TABLE" and node.get("schema_name")}

    @cached_property
    def parameters(self):
        """The $names it takes."""
        return {node["identifier"] for node in nodes(self.tree) if node.get("class") == "PARAMETER"}

    @property
    def is_kept(self):
        return self.header.get("kept") == "table"

    @property
    def is_built(self):
        """A SELECT that takes values is asked each time; one that takes none becomes a view."""
        return self.layer in VIEW_LAYERS and (self.is_kept or not self.parameters)


def sql_file(full_name):
    """The file called layer.name."""
    layer, _, name = full_name.partition(".")
    for file in sql_files(layer):
        if file.name == name:
            return file
    raise SqlFileError(f"There is no sql/{layer}/{name}.sql.")


@cache
def sql_files(layer):
    """Every file of a layer, in name order."""
    return tuple(SqlFile(layer, path.stem, path.read_text(encoding="utf-8")) for path in sorted((SQL / layer).glob("*.sql")))


@cache
def build_order():
    """The built SELECTs, each after what it reads."""
    files = {file.full_name: file for layer in VIEW_LAYERS for file in sql_files(layer) if file.is_built}
    reads = {name: file.reads & files.keys() for name, file in files.items()}
    return tuple(files[name] for name in TopologicalSorter(reads).static_order())


@cache
def schema_steps():
    """The numbered schema files: (name, text, hash), in order."""
    paths = sorted((SQL / "schema").glob("*.sql"))
    texts = [(path.stem, path.read_text(encoding="utf-8")) for path in paths]
    return tuple((name, text, hashlib.sha256(text.encode()).hexdigest()) for name, text in texts)


@cache
def _parser():
    return duckdb.connect()


def nodes(node):
    """Every node of a parsed statement."""
    match node:
        case dict():
            yield node
            for value in node.values():
                yield from nodes(value)
        case list():
            for value in node:
                yield from nodes(value)
