"""The chains of sectors of an old Office file (OLE): one that comes back to itself would be followed for ever."""

import struct

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
RESERVED = 0xFFFFFFFA  # numbers from here on are no sectors
IN_HEADER = 109  # sectors of the allocation table that the header names


def goes_in_circles(content):
    """Whether a chain of this file comes back to itself."""
    if not content.startswith(MAGIC) or len(content) < 512:
        return False
    size = 4096 if content[26] == 4 else 512
    minor, more = struct.unpack_from("<I", content, 60)[0], struct.unpack_from("<I", content, 68)[0]
    named, seen = struct.unpack_from(f"<{IN_HEADER}I", content, 76), set()
    while more < RESERVED and (numbers := sector(content, more, size)):
        if more in seen:
            return True
        seen.add(more)
        named, more = named + numbers[:-1], numbers[-1]
    table = [number for one in named if one < RESERVED for number in sector(content, one, size)]
    table = table[: len(content) // size]
    if has_circle(table):
        return True
    return has_circle([number for one in chain(table, minor) for number in sector(content, one, size)])


def sector(content, number, size):
    """The numbers in a sector, as far as the file goes."""
    part = content[(number + 1) * size : (number + 2) * size]
    return struct.unpack(f"<{len(part) // 4}I", part[: len(part) // 4 * 4])


def chain(table, start):
    """The sectors of a chain without circles."""
    while start < len(table):
        yield start
        start = table[start]


def has_circle(table):
    """Whether following the numbers of a table from anywhere comes back to a place."""
    walks = {}  # place -> the walk in which it was first come to
    for start in range(len(table)):
        place = start
        while place < len(table) and place not in walks:
            walks[place] = start
            place = table[place]
        if place < len(table) and walks[place] == start:
            return True
    return False
