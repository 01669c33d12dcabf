"""How fast other tools read the same files. Runs in their own environment and prints one JSON document.

usage: .venv-peers/bin/python -m bench.peer_speed FOLDER TURNS, in which a folder for each ending holds its files
"""

import json
import logging
import sys
import warnings
from pathlib import Path

import duckdb
import openpyxl
import pandas
import pdfplumber
import python_calamine

from bench.clock import timed
from bench.peers import by_bankstatementparser, by_mt940, by_ofxparse, by_quiffen, pandas_csv


def cells_of_duckdb(path):
    """The cells of a CSV file, by DuckDB's sniffer."""
    duckdb.execute("select * from read_csv($path, all_varchar = true)", {"path": str(path)}).fetchall()


def cells_of_openpyxl(path):
    """The cells of every sheet, by openpyxl."""
    for sheet in openpyxl.load_workbook(path, read_only=True):
        list(sheet.iter_rows(values_only=True))


def cells_of_calamine(path):
    """The cells of every sheet, by calamine."""
    book = python_calamine.CalamineWorkbook.from_path(path)
    [book.get_sheet_by_index(number).to_python() for number in range(len(book.sheet_names))]


def cells_of_pandas(path):
    """The cells of the first sheet, by pandas."""
    pandas.read_excel(path, dtype=object, engine="calamine")


def words_of_pdfplumber(path):
    """The words of every page, by pdfplumber."""
    with pdfplumber.open(path) as pages:
        [page.extract_words() for page in pages.pages]


TOOLS = {
    "csv": {"DuckDB (cells)": cells_of_duckdb, "pandas (cells)": pandas_csv, "bankstatementparser": lambda path: by_bankstatementparser(path, "csv")},
    "xlsx": {"calamine (cells)": cells_of_calamine, "openpyxl (cells)": cells_of_openpyxl, "pandas (cells)": cells_of_pandas},
    "xls": {"calamine (cells)": cells_of_calamine, "pandas (cells)": cells_of_pandas},
    "ofx": {"ofxparse": lambda path: by_ofxparse(path, "ofx"), "bankstatementparser": lambda path: by_bankstatementparser(path, "ofx")},
    "qif": {"quiffen": lambda path: by_quiffen(path, "qif")},
    "sta": {"mt-940": lambda path: by_mt940(path, "mt940"), "bankstatementparser": lambda path: by_bankstatementparser(path, "mt940")},
    "xml": {"bankstatementparser": lambda path: by_bankstatementparser(path, "camt053")},
    "pdf": {"pdfplumber (words)": words_of_pdfplumber},
}


def seconds_of(tool, paths, turns):
    """The seconds that a tool takes for all but the first file, which warms it up; the best of some turns."""
    tool(paths[0])
    return min(timed(lambda: [tool(path) for path in paths[1:]]) for _ in range(turns))


def main():
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    folder, turns = Path(sys.argv[1]), int(sys.argv[2])
    print(json.dumps({ending: {name: seconds_of(tool, sorted((folder / ending).iterdir()), turns) for name, tool in tools.items()} for ending, tools in TOOLS.items()}))


if __name__ == "__main__":
    main()
