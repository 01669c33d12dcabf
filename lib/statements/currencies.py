"""Which currency a table is in: what its amounts, its headings, the lines above them or its balances say."""

import re

CODES = frozenset(  # ISO 4217, what is in use
    """aed afn all amd aoa ars aud awg azn bam bbd bdt bgn bhd bif bmd bnd bob brl bsd btn bwp byn bzd cad cdf chf clp cny cop crc cup cve czk djf dkk dop dzd egp ern etb eur fjd fkp
    gbp gel ghs gip gmd gnf gtq gyd hkd hnl htg huf idr ils inr iqd irr isk jmd jod jpy kes kgs khr kmf kpw krw kwd kyd kzt lak lbp lkr lrd lsl lyd mad mdl mga mkd mmk mnt mop mru
    mur mvr mwk mxn myr mzn nad ngn nio nok npr nzd omr pab pen pgk php pkr pln pyg qar ron rsd rub rwf sar sbd scr sdg sek sgd shp sle sos srd ssp stn svc syp szl thb tjs tmt tnd
    top try ttd twd tzs uah ugx usd uyu uzs ved ves vnd vuv wst xaf xcd xcg xof xpf yer zar zmw zwg""".upper().split()
)
SIGNS = {"£": "GBP", "€": "EUR", "$": "USD"}
# Codes that stand alone in a cell: others are also words for a kind of payment, such as TOP or ALL.
USUAL = {"gbp", "eur", "usd", "chf", "sek", "nok", "dkk", "pln", "czk", "huf", "ron", "cad", "aud", "nzd", "jpy", "inr", "zar", "aed", "sgd", "hkd"}
ABOVE = re.compile(r"\b(?:currency|ccy|devise|währung|waehrung|moneda|divisa|valuta|munt)\b[^A-Za-z€$£]{1,5}([A-Z]{3}|[€$£])(?![A-Za-z])", re.IGNORECASE)
ALONE = re.compile(r"(?:^|[,;\t|])[\s\":]*([A-Z]{3})[\s\"]*(?=[,;\t|]|$)", re.MULTILINE)


def code_of(text):
    """The code of a currency that is written as its code or its sign, or None."""
    code = SIGNS.get(text, text.upper())
    return code if code in CODES else None


def named_in(headings):
    """The currency that headings of money name, or None."""
    for heading in headings:
        if found := [code for part in re.findall(r"[A-Za-z]+|[€$£]", str(heading)) if (code := SIGNS.get(part) or (part.casefold() in USUAL and part.upper()))]:
            return found[0]
    return None


def named_above(text):
    """The one currency that the lines above the headings name, or None."""
    named = {code for found in ABOVE.findall(text) if (code := code_of(found))} or {code for code in ALONE.findall(text) if code.casefold() in USUAL}
    return named.pop() if len(named) == 1 else None
