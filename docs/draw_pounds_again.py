"""Draw a sample of pounds again, outside the tool: python3 draw_pounds_again.py payments.csv SEED INTERVAL

The file is downloaded from the page Sample of pounds, where its SHA-256, the seed and the interval in pounds stand too. This file needs Python 3.8
or later and nothing else. It prints the file's SHA-256 and the payments that are looked at, in the order of the draw.
"""

import csv
import hashlib
import io
import sys


def key(seed, name):
    return hashlib.sha256(f"{seed}|{name}".encode()).hexdigest()


def pennies(pounds):
    whole, _, part = pounds.partition(".")
    return int(whole) * 100 + int((part + "00")[:2])


def drawn(rows, seed, interval):
    """(selected_as, transaction_id) of each payment that is looked at: the large ones by their id, then one for every interval-th penny of the others."""
    large = [("certain", row["transaction_id"]) for row in sorted(rows, key=lambda row: row["transaction_id"]) if pennies(row["pounds"]) >= interval]
    others = sorted((row for row in rows if pennies(row["pounds"]) < interval), key=lambda row: (key(seed, row["transaction_id"]), row["transaction_id"]))
    penny, end, found = int(key(seed, "start"), 16) % interval + 1, 0, []
    for row in others:
        end += pennies(row["pounds"])
        if penny <= end:
            found.append(("interval", row["transaction_id"]))
            penny += interval
    return large + found


def main(words):
    if len(words) != 3:
        sys.exit(__doc__)
    with open(words[0], "rb") as file:
        content = file.read()
    print(f"SHA-256 of the file: {hashlib.sha256(content).hexdigest()}")
    for place, (selected_as, transaction_id) in enumerate(drawn(list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""))), words[1], pennies(words[2])), start=1):
        print(f"{place},{selected_as},{transaction_id}")


if __name__ == "__main__":
    main(sys.argv[1:])
