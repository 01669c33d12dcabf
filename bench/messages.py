"""What banks' own systems exchange: OFX 1 and 2, QIF, MT940 and CAMT.053 of a ledger."""

NAMESPACE = ' xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.{}"'
OFX_1 = "OFXHEADER:100\r\nDATA:OFXSGML\r\nVERSION:102\r\nSECURITY:NONE\r\nENCODING:USASCII\r\nCHARSET:1252\r\nCOMPRESSION:NONE\r\nOLDFILEUID:NONE\r\nNEWFILEUID:NONE\r\n\r\n"
OFX_2 = '<?xml version="1.0" encoding="UTF-8"?>\n<?OFX OFXHEADER="200" VERSION="211" SECURITY="NONE" OLDFILEUID="NONE" NEWFILEUID="NONE"?>\n'


def ofx(*ledgers, version=1, head=None, ids=lambda number: f"T{number:05}", more="", money="{:.2f}".format, balance=None, end="\r\n"):
    """The ledgers as OFX: version 1 leaves fields unclosed, version 2 is XML."""

    def field(name, value):
        return f"<{name}>{value}" + (f"</{name}>" if version == 2 else "")

    def group(name, *parts):
        return end.join([f"<{name}>", *parts, f"</{name}>"])

    def account(ledger):
        entries = [
            group("STMTTRN", field("TRNTYPE", "CREDIT" if one.amount > 0 else "DEBIT"), field("DTPOSTED", f"{one.day:%Y%m%d}120000[0:GMT]"), field("TRNAMT", money(one.amount)),
                  field("FITID", ids(number)), field("NAME", one.words[0]))
            for number, one in enumerate(ledger.payments, start=1)
        ]  # fmt: skip
        days = field("DTSTART", f"{ledger.payments[0].day:%Y%m%d}"), field("DTEND", f"{ledger.payments[-1].day:%Y%m%d}")
        closing = group("LEDGERBAL", field("BALAMT", money(ledger.closing) if balance is None else balance), field("DTASOF", f"{ledger.payments[-1].day:%Y%m%d}"))
        held = group("BANKACCTFROM", field("BANKID", ledger.sort_code.replace("-", "")), field("ACCTID", ledger.number), field("ACCTTYPE", "CHECKING"))
        answer = group("STMTRS", field("CURDEF", "GBP"), held, group("BANKTRANLIST", *days, *entries), closing)
        return group("STMTTRNRS", field("TRNUID", "1"), group("STATUS", field("CODE", "0"), field("SEVERITY", "INFO")), answer)

    status = group("STATUS", field("CODE", "0"), field("SEVERITY", "INFO"))
    sign_on = group("SIGNONMSGSRSV1", group("SONRS", status, field("DTSERVER", "20260501120000"), field("LANGUAGE", "ENG"), *([more] if more else [])))
    whole = group("OFX", sign_on, group("BANKMSGSRSV1", *map(account, ledgers)))
    return (head if head is not None else OFX_2 if version == 2 else OFX_1) + whole + end


def qif(ledger, day="%d/%m/%Y", splits=False):
    """The ledger as QIF."""
    records = []
    for one in ledger.payments:
        record = [f"D{one.day:{day}}", f"T{one.amount:,.2f}", f"P{one.words[0]}"]
        if splits:
            record += ["SWages", f"${one.amount / 2:.2f}", "STravel", f"${one.amount - round(one.amount / 2, 2):.2f}"]
        records.append("\n".join([*record, "^"]))
    return "!Type:Bank\n" + "\n".join(records) + "\n"


def mt940(ledger, number=1, closing=None, reversals=False):
    """The ledger as one MT940 message; `reversals` writes what comes in as the reversal of a debit, what goes out as that of a credit."""

    def balance(name, day, amount):
        return f":{name}:{'C' if amount >= 0 else 'D'}{day:%y%m%d}GBP{comma(abs(amount))}"

    def mark(amount):
        return ("RD" if amount > 0 else "RC") if reversals else "C" if amount > 0 else "D"

    body = [f":61:{one.day:%y%m%d%m%d}{mark(one.amount)}{comma(abs(one.amount))}NTRFREF{at}\r\n:86:{one.words[0]}" for at, one in enumerate(ledger.payments)]
    ends = balance("60F", ledger.payments[0].day, ledger.opening), balance("62F", ledger.payments[-1].day, ledger.closing if closing is None else closing)
    return "\r\n".join([f":20:STATEMENT{number}", f":25:{ledger.sort_code.replace('-', '')}{ledger.number}", f":28C:{number}/1", ends[0], *body, ends[1], "-"]) + "\r\n"


def comma(amount):
    """An amount as MT940 has it."""
    return f"{amount:.2f}".replace(".", ",")


def camt053(*ledgers, version="02", closing=None, pending=(), batch=False):
    """The ledgers as CAMT.053; `pending` are entries that are not booked, `batch` puts two details into each entry."""

    def balance(code, day, amount):
        return f"<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp>{money(amount)}<Dt><Dt>{day}</Dt></Dt></Bal>"

    def money(amount):
        return f'<Amt Ccy="GBP">{abs(amount):.2f}</Amt><CdtDbtInd>{"CRDT" if amount >= 0 else "DBIT"}</CdtDbtInd>'

    def entry(one, status):
        shown = status if version in ("02", "04", None) else f"<Cd>{status}</Cd>"
        half = round(one.amount / 2, 2)
        parts = (half, one.amount - half) if batch else ()
        inner = "".join(f'<TxDtls><AmtDtls><TxAmt><Amt Ccy="GBP">{abs(part):.2f}</Amt></TxAmt></AmtDtls></TxDtls>' for part in parts)
        details = f"<NtryDtls>{inner}</NtryDtls>" if parts else ""
        return f"<Ntry>{money(one.amount)}<Sts>{shown}</Sts><BookgDt><Dt>{one.day}</Dt></BookgDt><ValDt><Dt>{one.day}</Dt></ValDt>{details}<AddtlNtryInf>{one.words[0]}</AddtlNtryInf></Ntry>"

    def statement(number, ledger):
        first, last = ledger.payments[0].day, ledger.payments[-1].day
        held = f"<Acct><Id><Othr><Id>{ledger.sort_code.replace('-', '')}{ledger.number}</Id></Othr></Id><Ccy>GBP</Ccy></Acct>"
        ends = balance("OPBD", first, ledger.opening) + balance("CLBD", last, ledger.closing if closing is None else closing)
        entries = "".join([*(entry(one, "BOOK") for one in ledger.payments), *(entry(one, "PDNG") for one in pending)])
        return f"<Stmt><Id>{number}</Id><CreDtTm>2026-05-01T12:00:00</CreDtTm>{held}{ends}{entries}</Stmt>"

    head = f'<?xml version="1.0" encoding="UTF-8"?>\n<Document{NAMESPACE.format(version) if version else ""}><BkToCstmrStmt><GrpHdr><MsgId>1</MsgId><CreDtTm>2026-05-01T12:00:00</CreDtTm></GrpHdr>'
    return head + "".join(statement(number, ledger) for number, ledger in enumerate(ledgers, start=1)) + "</BkToCstmrStmt></Document>"
