"""XML, gone through with care: no DTD, no entity, nothing included, not deeper than any bank or spreadsheet writes."""

from dataclasses import dataclass, field
from xml.parsers import expat

from lib.errors import UserError
from lib.statements.limits import XML_DEPTH, XML_ELEMENTS

XINCLUDE = "http://www.w3.org/2001/XInclude\n"
INCLUDES = "This file asks to take in another file (XInclude), which no bank does. Nothing was taken in and the file was not opened: tell your administrator where it came from."


def walk(content, begin, end, text, damaged, entities):
    """Go through XML: begin(name, attributes), end(name), text(characters). Names come without their namespace.

    `damaged` and `entities` are the sentences for XML that is not well formed and for XML that declares a DTD.
    """
    parser = expat.ParserCreate(namespace_separator="\n")
    parser.buffer_text = True
    depth = 0

    def begins(name, attributes):
        nonlocal depth
        depth += 1
        if name.startswith(XINCLUDE):
            raise UserError(INCLUDES)
        if depth > XML_DEPTH:
            raise UserError(f"This file has elements {XML_DEPTH} deep and more, as in an attack. It was not opened: tell your administrator where it came from.")
        begin(name.rsplit("\n", 1)[-1], attributes)

    def ends(name):
        nonlocal depth
        depth -= 1
        end(name.rsplit("\n", 1)[-1])

    def refuse(*_):
        raise UserError(entities)

    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = begins, ends, text
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(content, True)
    except (expat.ExpatError, ValueError, LookupError):
        raise UserError(damaged) from None


@dataclass(slots=True)
class Element:
    """One element, its text and what stands in it."""

    name: str
    attributes: dict = field(default_factory=dict)
    text: str = ""
    children: list = field(default_factory=list)
    below: dict | None = None

    def all(self, path):
        """Every element on a path of names."""
        found = [self]
        for name in path.split("/"):
            found = [child for element in found for child in element.children if child.name == name]
        return found

    def texts(self):
        """The first text on each path below this element, in the order of the file."""
        if self.below is None:
            self.below, waiting = {}, [("", self)]
            while waiting:
                path, element = waiting.pop()
                if element.text:
                    self.below.setdefault(path, element.text)
                for child in reversed(element.children):
                    waiting.append((f"{path}/{child.name}" if path else child.name, child))
        return self.below

    def says(self, *paths):
        """The first text that stands on one of these paths; an empty one where there is none."""
        texts = self.texts()
        return next((texts[path] for path in paths if path in texts), "")


def tree_of(content, damaged, entities):
    """The root Element of an XML document."""
    root = Element("")
    path, parts, count = [root], [], 0

    def begin(name, attributes):
        nonlocal count
        count += 1
        if count > XML_ELEMENTS:
            raise UserError(f"This file has more than {XML_ELEMENTS:,} elements. Ask for a shorter period.")
        element = Element(name, attributes)
        path[-1].children.append(element)
        path.append(element)
        parts.clear()

    def end(_):
        # Only what stands in an element alone is a value; text between elements is layout.
        element = path.pop()
        if parts and not element.children:
            element.text = "".join(parts).strip()
        parts.clear()

    walk(content, begin, end, parts.append, damaged, entities)
    return root
