"""Identifiers that an answer shows masked, unless a reason is given: which columns they are, and what is left of each."""

from functools import cache

from lib.sqlfiles import sql_file, sql_files

# What is left of a column, by the kind that its view's header gives it under `identifiers`.
LEFT = {
    "name": "left({column}, 1) || '***'",
    "number": "'****' || right({column}, 4)",
    # Of a text only the numbers that are long enough to be an account's, a card's or somebody's.
    "numbers": "regexp_replace({column}, '[0-9]{{6,}}', '******', 'g')",
    # The same of a text that may name the person whose agreement it is about: their names are left out before (without_names).
    "text": "regexp_replace({column}, '[0-9]{{6,}}', '******', 'g')",
    "nothing": "nullif({column}, {column})",
    # No mask: a moment in UTC, as the store keeps it.
    "moment": "{column}::timestamp",
}

# The words by which the person of each agreement, and who has the money for them, are called.
NAMES = r"""
select agreement_id, list(distinct upper(word) order by upper(word)) as called
from (select agreement_id, unnest(regexp_extract_all(concat_ws(' ', forename, surname, recipient_name), '\p{L}+')) as word from audit.recipient)
where length(word) > 1
group by agreement_id
"""
# Whether one of them is there is asked first: to take every text apart would take long.
WITHOUT_NAMES = r"""
case
    when list_bool_or(list_transform(named.called, lambda word: contains(upper(seen.{column}), word)))
        then array_to_string(list_transform(regexp_extract_all(seen.{column}, '\p{{L}}+|\P{{L}}+'), lambda part: case when list_contains(named.called, upper(part)) then '***' else part end), '')
    else seen.{column}
end as {column}
"""


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


def without_names(text, identifiers):
    """A SELECT of the store that gives the same rows as this one, where texts that may name the person of their agreement do not."""
    texts = ", ".join(WITHOUT_NAMES.strip().format(column=_quoted(column)) for column, kind in identifiers.items() if kind == "text")
    return f"select seen.* replace ({texts}) from ({text}) as seen left join ({NAMES}) as named on named.agreement_id = seen.agreement_id" if texts else text


def _quoted(column):
    return '"' + column.replace('"', '""') + '"'
