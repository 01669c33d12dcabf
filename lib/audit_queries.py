"""Questions to the audit views: a saved one, or one SELECT of your own that may read nothing else."""

import math
import re

from lib.errors import UserError
from lib.sqlfiles import SqlFile, nodes, sql_file, sql_files
from lib.store import EngineError, open_to_read

# More rows than this are cut, and the answer says so.
MOST_ROWS = 100_000

# Functions that look outside the views: at files, settings, the catalogue or other text to run.
TABLE_FUNCTIONS = ("range", "generate_series", "unnest")


def ask(path, question, params=None):
    """The answer to SQL or @NAME on the store at path: {"columns", "rows", "is_cut"}. Nothing can be written or reached but audit.*"""
    text = sql_file(f"queries.{question[1:]}").text if question.startswith("@") else question
    file = SqlFile("queries", "asked", text.strip().rstrip(";"))
    refuse_what_is_not_ours(file)
    _refuse_unknown(params or {}, file.parameters)
    params = _defaults(question) | (params or {})
    missing = file.parameters - params.keys()
    if missing:
        raise UserError(f"Give a value for {', '.join(sorted(missing))}: --param name=value.")
    with open_to_read(path) as store:
        try:
            rows = store.rows(f"select * from ({file.text}) limit {MOST_ROWS + 1}", {name: params[name] for name in file.parameters} or None)
        except EngineError as error:
            raise UserError(f"The question can't be answered. {_plainly(error)}") from error
    return {"columns": list(rows[0]) if rows else [], "rows": _known(rows[:MOST_ROWS]), "is_cut": len(rows) > MOST_ROWS}


def refuse_what_is_not_ours(file):
    """Raise unless the text is one SELECT over the audit views and nothing else."""
    tree = file.tree
    views = [view.name for view in sql_files("audit")]
    common = {cte["key"] for node in nodes(tree) for cte in (node.get("cte_map") or {}).get("map", [])}
    for node in nodes(tree):
        if node.get("type") == "BASE_TABLE" and (node.get("catalog_name") or node["schema_name"] != "audit"):
            if not (node["table_name"] in common and not node["schema_name"]):
                raise UserError(f"Only the views of schema audit can be read here, not {node['schema_name'] or 'main'}.{node['table_name']}.")
        elif node.get("type") == "BASE_TABLE" and node["table_name"].lower() not in views:
            raise UserError(f"There is no view audit.{node['table_name']}. There are: {', '.join(views)}.")
        if node.get("type") == "TABLE_FUNCTION" and node["function"]["function_name"] not in TABLE_FUNCTIONS:
            raise UserError(f"{node['function']['function_name']} can't be used here.")
        if node.get("class") == "FUNCTION" and node["function_name"].lower() in FORBIDDEN:
            raise UserError(f"{node['function_name']} can't be used here.")


FORBIDDEN = {
    "current_setting",
    "getenv",
    "query",
    "query_table",
    "read_text",
    "read_blob",
    "read_csv",
    "read_parquet",
    "read_json",
    "glob",
    "which_secret",
    "write_log",
    "getvariable",
}


def _refuse_unknown(params, known):
    unknown = params.keys() - known
    if unknown:
        takes = f"It takes {', '.join(sorted(known))}." if known else "It takes none."
        raise UserError(f"The question has no parameter {', '.join(sorted(unknown))}. {takes}")


def _plainly(error):
    """What the engine says, without its own words around it."""
    said = re.sub(r"^[A-Z][A-Za-z ]* Error: ", "", str(error).splitlines()[0]).rstrip()
    return said if said.endswith((".", "!", "?")) else f"{said}."


def _known(value):
    """A value of an answer; what no number is, such as a division by nothing, is not known."""
    match value:
        case float():
            return value if math.isfinite(value) else None
        case dict():
            return {name: _known(one) for name, one in value.items()}
        case list() | tuple():
            return [_known(one) for one in value]
        case _:
            return value


def _defaults(question):
    if not question.startswith("@"):
        return {}
    return {name: str(value) for name, value in sql_file(f"queries.{question[1:]}").header.get("params", {}).items()}
