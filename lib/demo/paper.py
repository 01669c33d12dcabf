"""A small PDF writer: text in Helvetica at a place, boxes and pictures. Enough to print a statement as a bank does."""

import zlib

from pdfminer.fontmetrics import FONT_METRICS

WIDTHS = FONT_METRICS["Helvetica"][1]
WIDTH, HEIGHT = 595, 842


def width_of(text, size):
    """How wide a text is in Helvetica."""
    return sum(WIDTHS.get(letter, 556) for letter in text) * size / 1000


class Paper:
    """Pages that are written from the top left corner, and the PDF they make."""

    def __init__(self):
        self.pages = []

    def page(self):
        """Begin a page."""
        self.pages.append([])

    def text(self, x, top, text, size=8, colour=0, align="left", mode=0):
        """Write a text whose top is here; `x` is its left edge, or its right edge."""
        start = x - width_of(text, size) if align == "right" else x
        shown = text.encode("cp1252").replace(b"\\", rb"\\").replace(b"(", rb"\(").replace(b")", rb"\)")
        # Letters of Helvetica reach from 0.718 above the line to 0.207 under it.
        line = HEIGHT - top - 0.718 * size
        self.pages[-1].append(b"BT %d Tr %g g /F1 %g Tf %g %g Td (" % (mode, colour, size, start, line) + shown + b") Tj ET")

    def box(self, x0, top, x1, bottom, colour=0):
        """Fill a box."""
        self.pages[-1].append(b"%g g %g %g %g %g re f" % (colour, x0, HEIGHT - bottom, x1 - x0, bottom - top))

    def picture(self, name):
        """Fill the page with a picture that `pdf` is given under this name."""
        self.pages[-1].append(b"q %d 0 0 %d 0 0 cm /%s Do Q" % (WIDTH, HEIGHT, name.encode()))

    def pdf(self, pictures=None, catalog=b"", more=(), packed=True):
        """The file. `pictures` are name -> (width, height, JPEG bytes), `more` are further objects from number 5."""
        extra = [*more]
        names = []
        for name, (width, height, jpeg) in (pictures or {}).items():
            names.append(b"/%s %d 0 R" % (name.encode(), 5 + len(extra)))
            heading = b"/Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceRGB/BitsPerComponent 8/Filter/DCTDecode" % (width, height)
            extra.append(b"<<%s/Length %d>>\nstream\n%s\nendstream" % (heading, len(jpeg), jpeg))
        first = 5 + len(extra)
        kids = b" ".join(b"%d 0 R" % (first + 2 * place) for place in range(len(self.pages)))
        objects = [
            b"<</Type/Catalog/Pages 2 0 R%s>>" % catalog,
            b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, len(self.pages)),
            b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
            b"<</Font<</F1 3 0 R>>/XObject<<%s>>>>" % b" ".join(names),
            *extra,
        ]
        for place, marks in enumerate(self.pages):
            content = zlib.compress(b"\n".join(marks)) if packed else b"\n".join(marks)
            objects.append(b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %d %d]/Resources 4 0 R/Contents %d 0 R>>" % (WIDTH, HEIGHT, first + 2 * place + 1))
            objects.append(b"<</Length %d%s>>\nstream\n%s\nendstream" % (len(content), b"/Filter/FlateDecode" if packed else b"", content))
        return together(objects)


def together(objects):
    """The bytes of a file with these objects, the first of which is its catalog."""
    content, places = b"%PDF-1.4\n", []
    for number, one in enumerate(objects, start=1):
        places.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return content + b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, table, len(objects) + 1, len(content))
