"""The kinds of file, each with its reader or with what to say to a person who brings it. A new kind is one line here."""

READERS = {
    "csv": "lib.statements.delimited",
    "xlsx": "lib.statements.workbook",
    "ofx": "lib.statements.ofx",
    "qif": "lib.statements.qif",
    "mt940": "lib.statements.mt940",
    "camt053": "lib.statements.camt053",
    "xls": "lib.statements.old_workbook",
    "xml-spreadsheet": "lib.statements.xml_spreadsheet",
    "html": "lib.statements.html_table",
    "pdf": "lib.statements.pages.pdf",
    "image": "lib.statements.pages.scan",
}

# Three kinds that Excel writes or opens under the name .xls.
READ_AS = {"xml-spreadsheet": "xls", "html": "xls"}

SAVE_AS = "Open it and save it as .xlsx, or ask for the bank's CSV export."
OWN_CSV = "Ask for the bank's CSV export."
REFUSALS = {
    "empty": "This file is empty. Download it again from the bank.",
    "xlsb": f"This is a binary Excel workbook (.xlsb). {SAVE_AS}",
    "ods": f"This is an OpenDocument file. {SAVE_AS}",
    "docx": f"This is a Word or PowerPoint file. {OWN_CSV}",
    "xml": f"This is an XML file that is not a bank statement. {OWN_CSV}",
    "mhtml": f"This is a web archive (a page saved with all its parts), not a statement. {SAVE_AS}",
    "json": f"This is a JSON file, not a statement. {OWN_CSV}",
    "rtf": f"This is a text document (RTF), not a statement. {OWN_CSV}",
    "program": "This is a program, not a statement. Tell your administrator where it came from.",
    "archive": "This is a packed file. Unpack it and bring the statements in it, or a ZIP of them.",
    "zip": "This is a ZIP. Unpack it and bring the statements in it.",
    "damaged-zip": "This is a ZIP or Excel file that is cut short or damaged. Download it again.",
    "two-in-one": "This file is two kinds of file at once (PDF and ZIP), so two programs would read two different things. Download it again from the bank.",
    "wrong-ending": "The name of this file ends like a program's, so it was not opened. Ask the sender for the bank's own file.",
}
