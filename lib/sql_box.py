"""What happens to a question in its box (lib/box.py): it is parsed, refused unless it is harmless, and answered from copies of the audit views.

Nothing of the app is here: no store, no key, no other file than the copies. They are attached read-only before the engine is locked.
"""

import json
import math
import os
import re
import resource
from datetime import date, datetime
from decimal import Decimal
from functools import cache

import duckdb

from lib.allowed_sql import Refused, refuse_kinds, refuse_tree
from lib.masks import masked
from lib.sqlfiles import nodes, schema_steps

ENGINE = {
    "autoinstall_known_extensions": "false", "autoload_known_extensions": "false", "allow_community_extensions": "false", "allow_persistent_secrets": "false",
    "python_enable_replacements": "false", "memory_limit": "512MB", "threads": "1", "temp_directory": "",
}  # fmt: skip
TOO_DEEP = "The question is nested too deeply. Write it flatter, with WITH parts."
MOST_SIGNS = 2_000  # of one cell
MOST_BYTES = 40_000_000  # of an answer
OPEN_FILES = 256


def answer(asked, content):
    """{"reads", "parameters"} of a question; with files ({view: [path]}) also {"columns", "rows", "is_cut"}. {"refused": sentence} where it can't be."""
    try:
        _keep_small()
        con = _engine(asked["files"]) if "files" in asked else _reader()
        query, tree = _parsed(con, content.decode(), asked["views"])
        reads = sorted({node["table_name"].lower() for node in nodes(tree) if node.get("type") == "BASE_TABLE" and node["schema_name"]})
        parameters = sorted({node["identifier"] for node in nodes(tree) if node.get("class") == "PARAMETER"})
        said = {"reads": reads, "parameters": parameters}
        return said | _rows(con, query, asked) if "files" in asked else said
    except Refused as refused:
        return {"refused": str(refused)}
    except duckdb.OutOfMemoryException:
        return {"refused": "The question needs more memory than a question may have. Narrow it down, or add rows up instead of listing them."}
    except RecursionError:
        return {"refused": TOO_DEEP}
    except duckdb.PermissionException:
        return {"refused": "No file and no setting can be reached from here. Ask the views of schema audit."}
    except duckdb.Error as error:
        return {"refused": f"The question can't be answered. {plainly(error)}"}


@cache
def _keep_small():
    """Leave the machine to the app, open hardly a file, start no process."""
    os.nice(5)
    resource.setrlimit(resource.RLIMIT_NOFILE, (OPEN_FILES, OPEN_FILES))
    resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))


@cache
def _reader():
    """An engine that only reads questions, and so can read several."""
    return _engine({})


def _engine(files):
    """A fresh engine in memory that knows our macros and these copies, locked before it meets a question: to parse one can mean to open a file."""
    con = duckdb.connect(config=ENGINE)
    for _, text, _ in schema_steps():
        if "create macro" in text:
            con.execute(text)
    con.execute("create schema audit")
    for view, paths in files.items():
        for number, path in enumerate(paths):
            con.execute(f"attach '{path.replace(chr(39), chr(39) * 2)}' as \"{view}_{number}\" (read_only)")
        con.execute(f'create view audit."{view}" as ' + " union all ".join(f'from "{view}_{number}".main.copied' for number in range(len(paths))))
    con.execute("set timezone = 'UTC'")
    con.execute("set enable_external_access = false")
    con.execute("set lock_configuration = true")
    return con


def _parsed(con, text, views):
    """The one SELECT of a text, and its tree. Raises Refused where it may not be asked."""
    statements = con.extract_statements(text)
    refuse_kinds([statement.type.name for statement in statements])
    query = statements[0].query
    said = json.loads(con.execute("select json_serialize_sql(?::varchar)", [query]).fetchone()[0])
    if said["error"]:
        raise Refused(f"Only a SELECT can be asked here. {said['error_message'].rstrip('.!')}.")
    macros = {f"{schema}.{name}" for schema, name in con.execute("select schema_name, function_name from duckdb_functions() where not internal").fetchall()}
    taken = {name for (name,) in con.execute("select lower(view_name) from duckdb_views() where internal").fetchall()}
    refuse_tree(said, set(views), macros, taken)
    return query.rstrip().rstrip(";"), said


def _rows(con, query, asked):
    params = asked["params"] or None
    columns = con.execute(f"select * from ({query}\n) limit 0", params).description
    identifiers = {name: kind for name, kind in asked["masks"].items() for column in columns if column[0] == name and (str(column[1]) == "VARCHAR" or kind == "nothing")}
    moments = {name: "moment" for name, kind, *_ in columns if str(kind) == "TIMESTAMP WITH TIME ZONE"}
    cursor = con.execute(f"select * from ({masked(query, identifiers | moments)}\n) limit {int(asked['most']) + 1}", params)
    rows, size = [], 0
    while part := cursor.fetchmany(500):
        part = [[_plain(value) for value in row] for row in part]
        size += len(json.dumps(part))
        rows += part
        if size > MOST_BYTES:
            return {"columns": _named(cursor), "rows": rows[: asked["most"]], "is_cut": True}
    return {"columns": _named(cursor), "rows": rows[: asked["most"]], "is_cut": len(rows) > asked["most"]}


def _named(cursor):
    return [[column[0], str(column[1])] for column in cursor.description]


def _plain(value):
    """A value as JSON has it; what no number is, such as a division by nothing, is not known."""
    match value:
        case None | bool() | int():
            return value
        case float():
            return value if math.isfinite(value) else None
        case Decimal():
            return str(value)
        case date() | datetime():
            return value.isoformat()
        case dict():
            return {str(name): _plain(one) for name, one in value.items()}
        case list() | tuple():
            return [_plain(one) for one in value]
        case _:
            return str(value)[:MOST_SIGNS]


def plainly(error):
    """What the engine says, without its own words around it."""
    said = re.sub(r"^[A-Z][A-Za-z ]* Error: ", "", str(error).splitlines()[0]).rstrip()
    if said.startswith("Max expression depth limit"):
        return TOO_DEEP
    return said if said.endswith((".", "!", "?")) else f"{said}."
