"""The files that are not plain text tables: OFX as UK banks send it, and a workbook."""

import io
import re
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from lib.demo.banks import LLOYDS, lloyds_rows, way
from lib.demo.schedule import pounds

OFX_START = """OFXHEADER:100
DATA:OFXSGML
VERSION:102
SECURITY:NONE
ENCODING:USASCII
CHARSET:1252
COMPRESSION:NONE
OLDFILEUID:NONE
NEWFILEUID:NONE

<OFX>
<SIGNONMSGSRSV1><SONRS><STATUS><CODE>0<SEVERITY>INFO</STATUS><DTSERVER>{to_date}<LANGUAGE>ENG</SONRS></SIGNONMSGSRSV1>
<BANKMSGSRSV1><STMTTRNRS><TRNUID>1<STATUS><CODE>0<SEVERITY>INFO</STATUS>
<STMTRS><CURDEF>GBP
<BANKACCTFROM><BANKID>{sort_code}<ACCTID>{account_number}<ACCTTYPE>CHECKING</BANKACCTFROM>
<BANKTRANLIST><DTSTART>{from_date}<DTEND>{to_date}
"""
OFX_LINE = "<STMTTRN><TRNTYPE>{kind}<DTPOSTED>{on:%Y%m%d}<TRNAMT>{amount}<FITID>{identity}<NAME>{name}<MEMO>{memo}</STMTTRN>\n"
OFX_END = """</BANKTRANLIST>
<LEDGERBAL><BALAMT>{closing}<DTASOF>{to_date}</LEDGERBAL>
</STMTRS></STMTTRNRS></BANKMSGSRSV1>
</OFX>
"""


def ofx(case, statement):
    """OFX 1.02: tags without ends, the ledger balance at the end."""
    words = {
        "sort_code": case.account.sort_code.replace("-", ""), "account_number": case.account.account_number, "closing": pounds(statement.closing),
        "from_date": f"{statement.from_date:%Y%m%d}", "to_date": f"{statement.to_date:%Y%m%d}",
    }
    text = OFX_START.format(**words)
    for place, line in enumerate(statement.lines, 1):
        text += OFX_LINE.format(
            kind=way("ofx", line), on=line.on, amount=pounds(line.amount), identity=f"{line.on:%Y%m%d}{place:04d}", name=line.party[:32], memo=line.text
        )
    return f"{statement.from_date:%Y%m}.ofx", (text + OFX_END.format(**words)).encode("cp1252")


def lloyds_xlsx(case, statement):
    """The Lloyds layout in a workbook, with real dates and numbers."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Transactions")
    sheet.append(LLOYDS.split(","))
    for on, kind, sort_code, number, text, debit, credit, balance in lloyds_rows(case, statement):
        day = WriteOnlyCell(sheet, on)
        day.number_format = "dd/mm/yyyy"
        sheet.append([day, kind, sort_code.lstrip("'"), number, text, debit and float(debit), credit and float(credit), float(balance)])
    content = io.BytesIO()
    book.save(content)
    return f"Transactions {statement.from_date:%Y-%m}.xlsx", without_clock(content.getvalue(), statement.to_date)


def without_clock(content, day):
    """The same workbook without the time it was written, so that it is the same file every time."""
    fixed = io.BytesIO()
    with ZipFile(io.BytesIO(content)) as source, ZipFile(fixed, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            part = source.read(name)
            if name == "docProps/core.xml":
                part = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", f"{day}T00:00:00Z".encode(), part)
            target.writestr(ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0)), part, ZIP_DEFLATED)
    return fixed.getvalue()


WRITERS = {"ofx": ofx, "lloyds_xlsx": lloyds_xlsx}
