"""OFX 1.02 as UK banks send it."""

from lib.demo.banks import way
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
        "sort_code": case.account.sort_code.replace("-", ""),
        "account_number": case.account.account_number,
        "closing": pounds(statement.closing),
        "from_date": f"{statement.from_date:%Y%m%d}",
        "to_date": f"{statement.to_date:%Y%m%d}",
    }
    text = OFX_START.format(**words)
    for place, line in enumerate(statement.lines, 1):
        text += OFX_LINE.format(kind=way("ofx", line), on=line.on, amount=pounds(line.amount), identity=f"{line.on:%Y%m%d}{place:04d}", name=line.party[:32], memo=line.text)
    return f"{statement.from_date:%Y%m}.ofx", (text + OFX_END.format(**words)).encode("cp1252")
