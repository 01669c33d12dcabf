"""How big a statement file may be. Beyond these it is not a statement, or it is an attack."""

from decimal import Decimal

FILE_BYTES = 25_000_000
TEXT_BYTES = 10_000_000
ROWS = 50_000
COLUMNS = 50
CELL_CHARACTERS = 32_767
LONG_DESCRIPTION = 500
HEADER_WITHIN = 60  # rows above which a header is looked for

AMOUNT = Decimal("99999999.99")
FIRST_YEAR = 1990

WORKBOOK_ENTRIES = 200
WORKBOOK_BYTES = 100_000_000
WORKBOOK_SHEETS = 5
XML_DEPTH = 60
XML_ELEMENTS = 1_500_000
MESSAGES = 10_000  # of one MT940 file

ARCHIVE_ENTRIES = 2_000
ARCHIVE_BYTES = 200_000_000
INFLATION = 200  # unpacked bytes per packed byte, once an entry is past SMALL_ENTRY
SMALL_ENTRY = 1_000_000

PDF_PAGES = 100
PDF_BYTES = 50_000_000  # unpacked, without pictures
PDF_OBJECTS = 50_000
SCAN_PAGES = 20
SCAN_PIXELS = 50_000_000
