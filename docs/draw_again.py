"""Draw a month's self-audit again, outside the tool: python3 draw_again.py population.csv draw.json

Both files are downloaded from the page Self-audit, under Draw. This file needs Python 3.8 or later and nothing else. It checks that the
population is the one that was frozen, draws each part by the order of SHA-256 of "seed|review_id", and prints the cases; with
--expect items.csv (the list of the page, downloaded) it also says whether they are the same.
"""

import csv
import hashlib
import io
import json
import sys


def draw_key(seed, review_id):
    return hashlib.sha256(f"{seed}|{review_id}".encode()).hexdigest()


def drawn(rows, plan):
    """The cases of all draws: (selected_as, part, place, review_id), chance first."""
    can_be = [row for row in rows if not row["excluded_because"]]
    ordered = sorted(can_be, key=lambda row: (draw_key(plan["seed"], row["review_id"]), row["review_id"]))
    first, last, cases, by_chance = plan["draws"][0], plan["draws"][-1], [], {}
    for one in (first, last):
        for part, items in sorted(one["random"].items()):
            by_chance[part] = [row["review_id"] for row in ordered if row["stratum"] == part][:items]
        if one is first:
            drawn_first = {review for reviews in by_chance.values() for review in reviews}
    for part in sorted(by_chance):
        cases += [("random", part, place, review) for place, review in enumerate(by_chance[part], start=1)]
    for officer, items in sorted(first["risk"].items()):
        left = [row for row in can_be if row["officer"] == officer and row["review_id"] not in drawn_first]
        left.sort(key=lambda row: int(row["risk_order"]))
        cases += [("risk", officer, int(row["risk_order"]), row["review_id"]) for row in left[:items]]
    return cases


def main(words):
    expected = words[words.index("--expect") + 1] if "--expect" in words else None
    files = [word for word in words if word not in ("--expect", expected)]
    if len(files) != 2:
        sys.exit(__doc__)
    with open(files[0], "rb") as file:
        content = file.read()
    with open(files[1], encoding="utf-8") as file:
        plan = json.load(file)
    if hashlib.sha256(content).hexdigest() != plan["population_sha256"]:
        sys.exit("The population is not the one that was frozen: its SHA-256 differs.")
    if hashlib.sha256(plan["seed"].encode()).hexdigest() != plan["seed_sha256"]:
        sys.exit("The seed is not the one whose hash was stored with the plan.")
    cases = drawn(list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""))), plan)
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(["selected_as", "part", "place", "review_id", "draw_key"])
    writer.writerows([*case, draw_key(plan["seed"], case[3])] for case in cases)
    if expected:
        with open(expected, encoding="utf-8-sig") as file:
            theirs = {row["Review"] for row in csv.DictReader(file)}
        if theirs != {case[3] for case in cases}:
            sys.exit("These are NOT the cases of that list.")
        print("These are the cases of that list.", file=sys.stderr)


if __name__ == "__main__":
    main(sys.argv[1:])
