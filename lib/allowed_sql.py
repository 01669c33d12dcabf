"""What a question that a person writes may be made of: one SELECT over the audit views and functions that work on their rows alone."""

import re
import unicodedata

from lib.errors import UserError
from lib.sqlfiles import nodes

LONGEST = 20_000
NAME = re.compile(r"[A-Za-z_]\w*")

QUERIES = {"SELECT_NODE", "SET_OPERATION_NODE", "RECURSIVE_CTE_NODE", "CTE_NODE"}
SOURCES = {"BASE_TABLE", "SUBQUERY", "JOIN", "TABLE_FUNCTION", "EXPRESSION_LIST", "EMPTY", "PIVOT"}
EXPRESSIONS = {
    "BETWEEN", "CASE", "CAST", "COLLATE", "COLUMN_REF", "COMPARISON", "CONJUNCTION", "CONSTANT", "DEFAULT", "FUNCTION", "LAMBDA", "LAMBDA_REF", "OPERATOR", "PARAMETER",
    "POSITIONAL_REFERENCE", "STAR", "SUBQUERY", "WINDOW",
}  # fmt: skip
TABLE_FUNCTIONS = {"range", "generate_series", "unnest"}

# Functions and aggregates of the engine that see nothing but what they are given. What is not named here is refused: files, settings, the catalogue, text to run, pauses, chance.
FUNCTIONS = frozenset(
    """
    ! !~~ !~~* % & * ** + - ->> -> / // << <@ >> @> ^ ^@ | || ~ ~~ ~~* ~~~
    abs ceil ceiling cbrt divide even exp factorial fdiv floor fmod gcd greatest greatest_common_divisor isfinite isinf isnan lcm least least_common_multiple ln log log10 log2 mod multiply
    pi pow power round round_even roundbankers sign sqrt subtract add trunc
    ascii bar chr char_length character_length concat concat_ws contains ends_with format hamming jaccard jaro_similarity jaro_winkler_similarity lcase left length len levenshtein damerau_levenshtein
    like_escape ilike_escape not_like_escape not_ilike_escape lower lpad ltrim mismatches nfc_normalize ord position prefix printf regexp_escape regexp_extract regexp_extract_all regexp_full_match regexp_matches
    regexp_replace regexp_split_to_array replace reverse right rpad rtrim split split_part starts_with str_split str_split_regex string_split string_split_regex string_to_array strip_accents strlen strpos
    substr substring suffix translate trim ucase unicode upper md5 sha1 sha256 hash hex to_hex
    age ago century current_date date_add date_diff date_part date_sub date_trunc datediff datepart datesub datetrunc day dayname dayofmonth dayofweek dayofyear days_in_month decade epoch era get_current_timestamp
    hour isodow isoyear julian last_day make_date make_time make_timestamp microsecond millennium millisecond minute month monthname now quarter second strftime strptime time_bucket to_centuries to_days to_decades
    to_hours to_microseconds to_milliseconds to_minutes to_months to_quarters to_seconds to_timestamp to_weeks to_years today try_strptime week weekday weekofyear year yearweek normalized_interval timezone
    any_value approx_count_distinct approx_quantile arbitrary arg_max arg_max_null arg_min arg_min_null argmax argmin array_agg avg bit_and bit_or bit_xor bool_and bool_or corr count count_if count_star countif covar_pop
    covar_samp cume_dist dense_rank entropy favg fill first first_value fsum geomean geometric_mean group_concat histogram kahan_sum kurtosis lag last last_value lead list listagg mad max max_by mean median min min_by mode
    nth_value ntile percent_rank product quantile quantile_cont quantile_disc rank rank_dense regr_avgx regr_avgy regr_count regr_intercept regr_r2 regr_slope row_number sem skewness stddev stddev_pop stddev_samp
    string_agg sum sumkahan var_pop var_samp variance weighted_avg wavg
    aggregate apply array_aggregate array_apply array_append array_cat array_concat array_contains array_distinct array_extract array_filter array_has array_has_all array_has_any array_indexof array_intersect array_length
    array_position array_prepend array_reduce array_reverse array_reverse_sort array_slice array_sort array_to_string array_transform array_unique array_value cardinality element_at filter flatten generate_series grade_up
    list_aggr list_aggregate list_any_value list_append list_apply list_avg list_cat list_concat list_contains list_count list_distinct list_element list_extract list_filter list_first list_has list_has_all list_has_any
    list_indexof list_intersect list_last list_max list_median list_min list_mode list_pack list_position list_prepend list_reduce list_reverse list_reverse_sort list_select list_slice list_sort list_string_agg list_sum
    list_transform list_unique list_value list_where list_zip map map_contains map_entries map_extract map_extract_value map_from_entries map_keys map_values range reduce row struct_concat struct_extract struct_extract_at
    struct_insert struct_keys struct_pack struct_values unnest
    json json_array json_array_length json_contains json_exists json_extract json_extract_path json_extract_path_text json_extract_string json_group_array json_group_object json_keys json_object json_type json_valid
    json_value to_json array_to_json row_to_json
    nullif constant_or_null typeof replace_type xor bit_count
    """.split()  # noqa: SIM905 a list of words reads better so
)
# Words that stand like a column and tell of the engine.
NO_COLUMNS = {"current_catalog", "current_role", "current_schema", "current_user", "session_user", "user"}


class Refused(UserError):
    """This can't be asked."""


def refuse_text(text):
    """Raise where a question is empty, too long, or holds a sign that nobody can see."""
    if not text.strip():
        raise Refused("Write a SELECT to ask.")
    if len(text) > LONGEST:
        raise Refused(f"The question is longer than {LONGEST:,} characters. Shorten it.")
    for sign in text:
        if unicodedata.category(sign) in ("Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp") and sign not in "\n\r\t":
            raise Refused(f"The question holds a sign that can't be seen (U+{ord(sign):04X}). Type it anew instead of pasting it.")


def refuse_kinds(kinds):
    """Raise unless the statements of a text, given by their kinds, are one SELECT."""
    if len(kinds) != 1:
        raise Refused(f"Ask one SELECT at a time: here are {len(kinds)} statements." if kinds else "Write a SELECT to ask.")
    if kinds != ["SELECT"]:
        kind = kinds[0].replace("_", " ")
        raise Refused(f"Only a SELECT can be asked here, not {kind if kind.isupper() else 'this'}.")


def refuse_tree(tree, views, macros, taken):
    """Raise unless a parsed SELECT reads these audit views and its own WITH parts, and calls these macros (schema.name) and harmless functions.

    taken are the names that the engine gives to tables of its own: a WITH part that is called like one would be mistaken for it.
    """
    common = {cte["key"].lower() for node in nodes(tree) for cte in (node.get("cte_map") or {}).get("map", [])}
    for name in common:
        if name in taken or not NAME.fullmatch(name):
            raise Refused(f"Call the WITH part {name} something else: a plain word that the engine does not use itself.")
    for node in nodes(tree):
        if "class" in node:
            _refuse_expression(node, macros)
        elif "cte_map" in node:
            if node["type"] not in QUERIES:
                raise Refused(f"{_words(node['type'])} can't be asked here. Write it as a plain SELECT.")
        elif "sample" in node and "alias" in node:
            _refuse_source(node, views, common)


def _refuse_source(node, views, common):
    if node["type"] not in SOURCES:
        raise Refused(
            "DESCRIBE, SHOW and SUMMARIZE can't be asked here. The views and their columns are listed beside the question."
            if node["type"] == "SHOW_REF"
            else f"{_words(node['type'])} can't be asked here."
        )
    if node["type"] == "TABLE_FUNCTION" and _name(node["function"]) not in TABLE_FUNCTIONS:
        raise Refused(f"The function {_name(node['function'])} can't be used here: it looks at more than the rows of the audit views.")
    if node["type"] == "BASE_TABLE":
        name, schema, catalog = (node[part].lower() for part in ("table_name", "schema_name", "catalog_name"))
        if not schema and not catalog and name in common:
            return
        if catalog or schema != "audit":
            whole = ".".join(part for part in (catalog, schema or "main", node["table_name"]) if part)
            raise Refused(f"Only the views of schema audit can be read here, not {whole}.")
        if name not in views:
            raise Refused(f"There is no view audit.{node['table_name']} for you. There are: {', '.join(sorted(views))}.")


def _refuse_expression(node, macros):
    if node["class"] not in EXPRESSIONS:
        raise Refused(f"{_words(node['class'])} can't be asked here.")
    if node["class"] in ("FUNCTION", "WINDOW"):
        name, schema = _name(node), (node.get("schema") or "").lower()
        ours = f"{schema}.{name}" in macros
        if not ours and (name not in FUNCTIONS or schema not in ("", "main") or (node.get("catalog") or "") not in ("", "system")):
            raise Refused(f"The function {f'{schema}.' if schema not in ('', 'main') else ''}{name} can't be used here: it looks at more than the rows of the audit views.")
    if node["class"] == "COLUMN_REF" and len(node["column_names"]) == 1 and node["column_names"][0].lower() in NO_COLUMNS:
        raise Refused(f"{node['column_names'][0]} can't be used here: it looks at more than the rows of the audit views.")


def _name(function):
    return function["function_name"].lower()


def _words(kind):
    return kind.replace("_", " ").capitalize()
