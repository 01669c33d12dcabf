"""How old a reader must be: Flesch-Kincaid grade plus five, over the sentences of a letter. Syllables are counted from spelling."""

import re

GROUP = re.compile(r"[aeiouy]+")
# An e that is written and not said, an ending that adds no syllable of its own.
SILENT = re.compile(r"(?:[^laeiouy]e|[^aeiouytd]ed|[^aeiouysxzc]es|[aeiouy]le)$")


def syllables(word):
    word = re.sub("[^a-z]", "", word.lower())
    return max(len(GROUP.findall(word)) - bool(SILENT.search(word)), 1)


def sentences(paragraphs):
    """The whole sentences of paragraphs. A heading, an address or a phone number is none, and makes nothing look easier."""
    found = (part for paragraph in paragraphs for line in paragraph.split("\n") for part in re.split(r"(?<=[.?!:])\s+", line))
    return [part for part in found if re.search(r"[.?!]$", part) and len(re.findall(r"[A-Za-z]+", part)) >= 3]


def reading_age(paragraphs):
    said = sentences(paragraphs)
    words = [word for sentence in said for word in re.findall(r"[A-Za-z][A-Za-z'\u2019]*", sentence)]
    return 0.39 * len(words) / len(said) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59 + 5
