"""Statements written as banks write them, from a made-up ledger: as the table of each layout, and in every kind of file."""

import csv
import html
import io
import itertools
import textwrap
import tomllib
import zipfile
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from openpyxl import Workbook

from lib.statements.layouts import FOLDER
from tests.old_excel import old_workbook


@dataclass(frozen=True)
class Ledger:
    """What an account held, and its payments from the oldest to the newest."""

    opening: Decimal
    payments: tuple

    @property
    def balances(self):
        """The balance after each payment."""
        return list(itertools.accumulate((payment.amount for payment in self.payments), initial=self.opening))[1:]

    def lines(self, newest_first=False):
        """(payment, balance after it) in the order of printing."""
        lines = list(zip(self.payments, self.balances, strict=True))
        return lines[::-1] if newest_first else lines


@dataclass(frozen=True)
class Dress:
    """What a bank writes in its table that its layout does not say."""

    day: str = "%d/%m/%Y"
    money: str = "{:.2f}"
    plus: str = ""
    described: str | None = None  # the heading of the description, where there are several
    always: dict = field(default_factory=dict)  # what stands in every row, by heading
    above: tuple = ()
    below: tuple = ()
    marks: tuple = ("", "")  # how money out and money in are told
    end: tuple = ()  # an empty cell at the end of each row
    delimiter: str = ","


MIDATA = (("Arranged overdraft limit", "30/08/2026", "£0.00"),)
DRESSES = {
    "amex": Dress(always={"Card Member": "A SAMPLE", "Account #": "-12345"}),
    "bankline": Dress("%d/%m/%y", always={1: "600000", 2: "12345678", 5: "GBP"}),
    "barclaycard": Dress("%d %b %y", always={3: "Visa", 4: "MR A SAMPLE", 5: "Household"}),
    "barclays": Dress(always={"Account": "20-00-00 12345678"}),
    "barclays_midata": Dress(money="£{:,.2f}", always={"Type": "Debit"}),
    "chase": Dress("%d %B %Y", "{:,.2f}", always={"Time": "09:15", "Currency": "GBP"}),
    "clydesdale_business": Dress("%Y/%m/%d", described=9, always={3: "82000012345678"}),
    "cooperative": Dress("%Y-%m-%d"),
    "crosscard_report": Dress("%d/%m/%Y 09:15", described="Note", always={"Entry Type": "presentment", "Token": "770001", "Bill Currency": "GBP"}),
    "danske": Dress("%d.%m.%Y", delimiter=";"),
    "first_direct": Dress(),
    "hsbc": Dress(money="{:,.2f}"),
    "hsbcnet": Dress(always={1: "400000-01234567", 3: "GBP"}),
    "john_lewis": Dress("%d-%b-%Y", "£{:,.2f}", "+ ", marks=("", "CR")),
    "john_lewis_newer": Dress(described="Description"),
    "lloyds": Dress(always={"Transaction Type": "DD", "Sort Code": "'30-00-00", "Account Number": "12345678"}),
    "lloyds_card": Dress(end=("",)),
    "lloyds_commercial": Dress("%d/%m/%y", always={2: "300000-12345678"}),
    "managed_account_ledger": Dress(above=(("Client account", "30-00-00", "12345678"),)),
    "metro_bank": Dress(),
    "midata": Dress(money="£{:.2f}", plus="+", below=MIDATA),
    "monzo": Dress(described="Name", always={"Time": "09:15:00", "Currency": "GBP", "Type": "Card payment"}),
    "monzo_2018": Dress("%Y-%m-%d 12:34:56 +0000", described="description", always={"currency": "GBP"}),
    "nationwide": Dress("%d %b %Y", "£{:,.2f}", described="Description", above=(("Account Name:", "FlexDirect ****12345"), ("Available Balance: ", "£2,941.00"))),
    "nationwide_midata": Dress(money="£{:.2f}", above=(("Account Number:", "****12345"),)),
    "natwest": Dress("%d %b %Y", always={"Type": "D/D", "Account Name": "SAMPLE A", "Account Number": "600000-12345678"}),
    "natwest_card": Dress("%d %b %Y", always={"Account Name": "SAMPLE A", "Account Number": "************1234"}),
    "natwest_old": Dress(always={"Type": "D/D", "Account Name": "'SAMPLE A", "Account Number": "'600000-12345678"}, end=("",)),
    "paypal": Dress(described="Name", always={"Status": "Completed", "Currency": "GBP", "Balance Impact": "Debit"}),
    "paypal_credit": Dress(money="£{:.2f}"),
    "revolut": Dress("%Y-%m-%d 10:00:00", always={"Product": "Current", "Fee": "0.00", "Currency": "GBP", "State": "COMPLETED"}),
    "santander_html": Dress(),
    "santander_midata": Dress(money="£{:.2f}", plus="+", end=("",), delimiter=";", below=MIDATA),
    "starling": Dress(described="Counter Party"),
    "tide": Dress(always={"Status": "Cleared"}),
    "tsb": Dress("%Y-%m-%d", always={"Sort Code": "77-00-00", "Account Number": "12345678"}),
    "virgin_card": Dress(described="Merchant", marks=("D", "C")),
    "wise": Dress("%d-%m-%Y", described="Description", always={"Currency": "GBP"}),
    "wise_history": Dress("%Y-%m-%d 09:16:00", described="Target name", always={"Status": "COMPLETED", "Source currency": "GBP", "Target currency": "GBP"}, marks=("OUT", "IN")),
    "yonder": Dress("%Y-%m-%dT10:30:00.000Z", always={"Currency": "GBP", "Category": "Payment"}, marks=("Debit", "Credit")),
}


def told_of(name):
    """What the file of a layout says, as it stands there."""
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


def table_of(name, ledger, newest_first=False):
    """The rows of a statement as the bank of this layout writes its table."""
    told, dress = told_of(name), DRESSES[name]
    header = header_of(told, dress)
    rows = [[*row_of(told, dress, header, payment, balance), *dress.end] for payment, balance in ledger.lines(newest_first)]
    return [*map(list, dress.above), *([[*header, *dress.end]] if isinstance(header[0], str) else []), *rows, *map(list, dress.below)]


def header_of(told, dress):
    """The headings of a layout, or the places of its columns where it has none."""
    if "widths" in told:
        return list(range(1, max(told["widths"]) + 1))
    if "headers" in told:
        header = list(told["headers"][0])
        return header + [""] * (max([place for place in told["columns"].values() if isinstance(place, int)], default=0) - len(header))
    wanted = [*told["contains"][0], *(name for names in told["columns"].values() for name in ([names] if isinstance(names, str) else names)), *dress.always]
    return list(dict.fromkeys(wanted))


def row_of(told, dress, header, payment, balance):
    """The cells of one payment."""
    columns = {ours: theirs[0] if isinstance(theirs, list) else theirs for ours, theirs in told["columns"].items()}
    is_in, amount = payment.amount > 0, payment.amount if told.get("sign") != "reversed" or dress.plus else -payment.amount
    if dress.plus and "mark" in columns:
        shown = f"{dress.plus if is_in else ''}{dress.money.format(abs(amount))}"
    else:
        shown = money(dress, abs(amount) if "direction" in columns else amount)
    cells = dict(dress.always) | {
        columns["posted_on"]: f"{payment.day:{dress.day}}",
        dress.described or columns["description"]: payment.words[0],
        columns.get("amount_in" if is_in else "amount", columns.get("amount")): shown,
        columns.get("money_in" if is_in else "money_out"): money(dress, abs(amount)),
        columns.get("balance"): money(dress, balance),
        columns.get("direction", columns.get("mark")): dress.marks[is_in],
    }
    places = {place - 1 if place > 0 else len(header) + place: text for place, text in cells.items() if isinstance(place, int)}
    return [places.get(place, cells.get(heading, "")) for place, heading in enumerate(header)]


def money(dress, amount):
    """An amount as the bank writes it."""
    return f"{'-' if amount < 0 else dress.plus if amount > 0 else ''}{dress.money.format(abs(amount))}"


def typed_table(ledger, newest_first=False):
    """The rows of a statement as a spreadsheet keeps them: days and numbers."""
    rows = [[payment.day, payment.words[0], float(payment.amount), float(balance)] for payment, balance in ledger.lines(newest_first)]
    return [["Date", "Description", "Amount", "Balance"], *rows]


# Kinds of file that hold a table.


def as_csv(rows, delimiter=",", end="\r\n"):
    """The rows as delimited text."""
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator=end).writerows([[shown(cell) for cell in row] for row in rows])
    return text.getvalue().encode()


def as_tsv(rows):
    """The rows as text with tabs."""
    return as_csv(rows, "\t", "\n")


def as_workbook(rows):
    """The rows as .xlsx; a text stays a text, whatever it looks like."""
    book = Workbook()
    for number, row in enumerate(rows, start=1):
        for place, value in enumerate(row, start=1):
            cell = book.active.cell(number, place, value if value != "" else None)
            if isinstance(value, str) and value:
                cell.data_type = "s"
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def parts_of(content):
    """The parts of a workbook, by name."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts):
    """A workbook of these parts."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return content.getvalue()


def as_old_workbook(rows):
    """The rows as .xls (BIFF)."""
    return old_workbook([[None if cell == "" else cell for cell in row] for row in rows])


def as_page(rows):
    """The rows as a table of a web page, with columns that only make space."""
    lines = ["".join(f"<td>{html.escape(shown(cell))}</td><td>&nbsp;</td>" for cell in row) for row in rows]
    return f"<html><head><style>td {{}}</style></head><body><table><tr>{'</tr><tr>'.join(lines)}</tr></table></body></html>".encode()


def as_xml(rows, more="", name="Sheet1"):
    """The rows as Excel 2003 XML."""
    lines = ["".join(f'<Cell ss:Index="{place}">{xml_data(cell)}</Cell>' for place, cell in enumerate(row, start=1) if cell not in (None, "")) for row in rows]
    table = "".join(f"<Row>{line}</Row>" for line in lines)
    head = '<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">'
    return f'{head}<Worksheet ss:Name="{name}"><Table>{table}</Table>{more}</Worksheet></Workbook>'.encode()


def xml_data(cell):
    """One value of Excel 2003 XML."""
    if isinstance(cell, date):
        return f'<Data ss:Type="DateTime">{cell.isoformat()}T00:00:00.000</Data>'
    if isinstance(cell, int | float):
        return f'<Data ss:Type="Number">{cell!r}</Data>'
    return f'<Data ss:Type="String">{html.escape(cell)}</Data>'


def shown(cell):
    """A cell as a bank prints it."""
    return "" if cell is None else f"{cell:%d/%m/%Y}" if isinstance(cell, date) else f"£{cell:,.2f}" if isinstance(cell, float) else str(cell)


TABLES = {"csv": as_csv, "tsv": as_tsv, "xlsx": as_workbook, "xls": as_old_workbook, "html": as_page, "xml-spreadsheet": as_xml}


# Kinds of file that hold no table.


def as_santander_text(ledger, newest_first=True):
    """Blocks of Santander's text export."""
    blocks = [
        f"Date: {payment.day:%d/%m/%Y}\nDescription: {payment.words[0]}\nAmount: {payment.amount:.2f}\nBalance: {balance:.2f}\n" for payment, balance in ledger.lines(newest_first)
    ]
    return ("From: 01/01/2020 to 31/10/2026\n\nAccount: XXXX XXXX XXXX 9876\n\n" + "\n".join(blocks)).replace(": ", ":\xa0").encode("cp1252")


def as_ofx(ledger, newest_first=False, is_xml=False):
    """OFX: version 1 without closing tags, or version 2."""

    def tag(name, value):
        return f"<{name}>{html.escape(str(value), quote=False)}{f'</{name}>' if is_xml else ''}\n"

    entries = [
        f"<STMTTRN>\n{tag('TRNTYPE', 'OTHER')}{tag('DTPOSTED', f'{payment.day:%Y%m%d}120000[0:GMT]')}{tag('TRNAMT', payment.amount)}{tag('FITID', number)}{tag('NAME', payment.words[0])}</STMTTRN>\n"
        for number, (payment, _) in enumerate(ledger.lines(newest_first))
    ]
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<?OFX OFXHEADER="200" VERSION="211"?>\n' if is_xml else "OFXHEADER:100\nDATA:OFXSGML\nVERSION:102\nENCODING:UTF-8\n\n"
    account = f"<BANKACCTFROM>\n{tag('BANKID', '300000')}{tag('ACCTID', '12345678')}</BANKACCTFROM>\n"
    balance = f"<LEDGERBAL>\n{tag('BALAMT', ledger.balances[-1])}{tag('DTASOF', f'{max(payment.day for payment in ledger.payments):%Y%m%d}')}</LEDGERBAL>\n"
    body = f"<STMTTRNRS><STMTRS>\n{tag('CURDEF', 'GBP')}{account}<BANKTRANLIST>\n{''.join(entries)}</BANKTRANLIST>\n{balance}</STMTRS></STMTTRNRS>"
    return f"{head}<OFX><BANKMSGSRSV1>{body}</BANKMSGSRSV1></OFX>\n".encode()


def as_ofx_xml(ledger, newest_first=False):
    """OFX 2."""
    return as_ofx(ledger, newest_first, is_xml=True)


def as_qif(ledger, newest_first=False):
    """QIF, with days as the British write them."""
    records = [f"D{payment.day:%d/%m/%Y}\nT{payment.amount:,.2f}\nP{payment.words[0]}\n^\n" for payment, _ in ledger.lines(newest_first)]
    return ("!Type:Bank\n" + "".join(records)).encode()


def as_mt940(ledger, newest_first=False):
    """One MT940 message; a text is broken where SWIFT breaks it."""

    def balance(amount, day):
        return f"{'D' if amount < 0 else 'C'}{day:%y%m%d}GBP{f'{abs(amount):.2f}'.replace('.', ',')}"

    lines = [":20:STATEMENT1", ":25:200000/41234567", ":28C:1/1", f":60F:{balance(ledger.opening, ledger.payments[0].day)}"]
    for payment, _ in ledger.lines(newest_first):
        lines.append(f":61:{payment.day:%y%m%d}{payment.day:%m%d}{'D' if payment.amount < 0 else 'C'}{f'{abs(payment.amount):.2f}'.replace('.', ',')}NTRFNONREF")
        lines += textwrap.wrap(":86:" + payment.words[0], 65, break_long_words=True, break_on_hyphens=False)
    return "\n".join([*lines, f":62F:{balance(ledger.balances[-1], ledger.payments[-1].day)}", "-", ""]).encode()


def as_camt053(ledger, newest_first=False):
    """One CAMT.053 statement."""

    def sided(amount):
        return f'<Amt Ccy="GBP">{abs(amount)}</Amt><CdtDbtInd>{"DBIT" if amount < 0 else "CRDT"}</CdtDbtInd>'

    def balance(code, amount, day):
        return f"<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp>{sided(amount)}<Dt><Dt>{day}</Dt></Dt></Bal>"

    entries = [
        f"<Ntry>{sided(payment.amount)}<Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>{payment.day}</Dt></BookgDt><AddtlNtryInf>{html.escape(payment.words[0])}</AddtlNtryInf></Ntry>"
        for payment, _ in ledger.lines(newest_first)
    ]
    balances = balance("OPBD", ledger.opening, ledger.payments[0].day) + balance("CLBD", ledger.balances[-1], ledger.payments[-1].day)
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><GrpHdr><MsgId>1</MsgId></GrpHdr>'
    account = "<Acct><Id><IBAN>GB29NWBK60161331926819</IBAN></Id><Ccy>GBP</Ccy></Acct>"
    return f"{head}<Stmt><Id>1</Id>{account}{balances}{''.join(entries)}</Stmt></BkToCstmrStmt></Document>".encode()


OTHERS = {"santander_text": as_santander_text, "ofx": as_ofx, "ofx-xml": as_ofx_xml, "qif": as_qif, "mt940": as_mt940, "camt053": as_camt053}
