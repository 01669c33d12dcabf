"""Identifiers that an answer shows masked, unless a reason is given: which columns they are, and what is left of each."""

from functools import cache

from lib.sqlfiles import sql_file, sql_files

# What is left of a column, by the kind that its view's header gives it under `identifiers`.
LEFT = {
    "name": "left({column}, 1) || '***'",
    "number": "'****' || right({column}, 4)",
    # Of a text only the numbers that are long enough to be an account's, a card's or somebody's.
    "numbers": "regexp_replace({column}, '[0-9]{{6,}}', '******', 'g')",
    "nothing": "nullif({column}, {column})",
    # No mask: a moment in UTC, as the store keeps it.
    "moment": "{column}::timestamp",
}


def of_view(view):
    """{column: kind} of an audit view."""
    return sql_file(f"audit.{view}").header.get("identifiers", {})


@cache
def of_all():
    """{column: kind} over all audit views: a column of an answer that is called like one is taken for one."""
    return {column: kind for view in sql_files("audit") for column, kind in of_view(view.name).items()}


def masked(text, identifiers):
    """A SELECT that gives the same rows as this one with these columns masked."""
    left = ", ".join(f"{LEFT[kind].format(column=_quoted(column))} as {_quoted(column)}" for column, kind in identifiers.items())
    return f"select * replace ({left}) from ({text}\n)" if left else text


def _quoted(column):
    return '"' + column.replace('"', '""') + '"'
