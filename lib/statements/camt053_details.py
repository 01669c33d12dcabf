"""What a CAMT entry says of the payment: with whom, what for, of which kind, and whose account it is."""

NOTHING = ("", "NOTPROVIDED", "NOT PROVIDED", "NONREF")


def account_cells(part):
    """The account's cells: IBAN or the bank's own number, its sort code and its owner."""
    bank = part.says("Acct/Svcr/FinInstnId/ClrSysMmbId/MmbId", "Acct/Svcr/FinInstnId/CmbndId/ClrSysMmbId/Id")
    number = part.says("Acct/Id/IBAN", "Acct/Id/Othr/Id", "Acct/Id/PrtryAcct/Id", "Acct/Id/BBAN", "Acct/Id/UPIC")
    return {"sort_code": bank if len(bank) == 6 and bank.isdigit() else "", "any": number, "name": part.says("Acct/Ownr/Nm", "Acct/Ownr/Pty/Nm", "Acct/Nm")}


def described(entry):
    """Who and what for, then what the bank adds; the same words are said once."""
    details = entry.all("NtryDtls/TxDtls") or entry.all("TxDtls")
    texts = []
    for one in details if len(details) == 1 else ():
        texts += [
            party(one, entry),
            *(text.text for text in one.all("RmtInf/Ustrd")),
            one.says("RmtInf/Strd/CdtrRefInf/Ref", "RmtInf/Strd/CdtrRefInf/CdtrRef"),
            returned(one),
            one.says("AddtlTxInf"),
        ]
    texts.append(entry.says("AddtlNtryInf"))
    if len(details) > 1:
        texts.append(f"({len(details)} payments in one entry)")
    said: list = []
    for text in filter(None, (" ".join(text.split()) for text in texts)):
        if not any(text.casefold() in other.casefold() for other in said):
            said.append(text)
    return " ".join(said) or reference(details)


def party(details, entry):
    """The other side: who was paid, or who paid."""
    side = "Cdtr" if entry.says("CdtDbtInd").upper() == "DBIT" else "Dbtr"
    other = "Dbtr" if side == "Cdtr" else "Cdtr"
    return details.says(*(f"RltdPties/{name}/{path}" for name in (side, f"Ultmt{side}", other) for path in ("Nm", "Pty/Nm")))


def returned(details):
    """Why a payment came back."""
    why = [details.says("RtrInf/Rsn/Cd", "RtrInf/Rsn/Prtry", "RtrInf/RtrRsn/Cd"), *(text.text for text in details.all("RtrInf/AddtlInf"))]
    return f"returned: {' '.join(why)}" if any(why) else ""


def reference(details):
    """A reference that says something, where nothing else does."""
    texts = [one.says("Refs/EndToEndId") for one in details]
    return next((text for text in texts if text.upper() not in NOTHING), "")


def reference_of(entry):
    """The bank's own id of an entry, None where it gives none."""
    details = entry.all("NtryDtls/TxDtls")
    texts = [entry.says("AcctSvcrRef")] + [one.says("Refs/AcctSvcrRef", "Refs/TxId") for one in details if len(details) == 1]
    return next((text for text in texts if text.upper() not in NOTHING), None)


def kind_of(entry):
    """The bank's code of the kind of payment."""
    domain = [entry.says(f"BkTxCd/Domn/{path}") for path in ("Cd", "Fmly/Cd", "Fmly/SubFmlyCd")]
    return "-".join(filter(None, domain)) or entry.says("BkTxCd/Prtry/Cd") or None
