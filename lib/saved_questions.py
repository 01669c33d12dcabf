"""Saved questions: ours under sql/queries, and those that people share. Found by words; withdrawn with a reason, never edited."""

import json
import uuid
from datetime import date

from lib import access
from lib.allowed_sql import refuse_text
from lib.errors import SeveralErrors, UserError
from lib.sqlfiles import sql_file, sql_files
from lib.store import now

OWN = "own SELECT"
LATEST = 100


@access.allowed("ask_questions")
def questions(store, actor):
    """Every saved question this actor may ask: {"name", "title", "question", "words", "saved_by", "council", "question_id"}, ours first."""
    ours = [
        {"name": file.name, "title": file.header["title"], "question": file.header["question"], "words": " ".join(file.header.get("words", [])), "saved_by": "Reckoner", "council": None, "question_id": None}
        for file in sql_files("queries")
    ]  # fmt: skip
    shared = [
        {"name": row["question_id"], "title": row["title"], "question": row["question"], "words": "", "saved_by": row["saved_by"], "council": row["council"], "question_id": row["question_id"]}
        for row in access.see(store, actor, "dashboards.shared_question")
    ]  # fmt: skip
    return sorted(ours, key=_title) + sorted(shared, key=_title)


def found(every, words):
    """Those of the questions whose title, sentence, name or words hold every one of these words, those with all of them in the title first."""
    wanted = words.casefold().split()

    def hit(one, *parts):
        return all(word in " ".join(one[part] for part in parts).casefold() for word in wanted)

    hits = [one for one in every if hit(one, "title", "question", "words", "name")]
    return sorted(hits, key=lambda one: not hit(one, "title"))


def the_question(store, actor, question):
    """What SQL or @name asks: {"name", "title", "question", "text", "params": {name: default as text}, "choices", "is_ours"}."""
    if not question.startswith("@"):
        return {"name": OWN, "title": "", "question": "", "text": question, "params": {}, "choices": {}, "is_ours": False}
    shared = next(iter(access.see(store, actor, "dashboards.shared_question", question_id=question[1:])), None)
    if shared:
        return {
            "name": shared["title"],
            "title": shared["title"],
            "question": shared["question"],
            "text": shared["text"],
            "params": json.loads(shared["params"]),
            "choices": {},
            "is_ours": False,
        }
    file = sql_file(f"queries.{question[1:]}")
    params = {name: str(value) for name, value in file.header.get("params", {}).items()}
    return {
        "name": question,
        "title": file.header["title"],
        "question": file.header["question"],
        "text": file.text,
        "params": params,
        "choices": file.header.get("choices", {}),
        "is_ours": True,
    }


@access.allowed("ask_questions")
def parameters(store, actor, question, as_at):
    """How the parameters of a saved question are asked for: [{"name", "label", "kind", "default", "options"}], kind day, number, choice or text.

    A parameter called council offers the actor's own, one called as_at begins with today; a default that is a day or a number makes it one.
    """
    asked = the_question(store, actor, question)
    return [_parameter(name, default, asked["choices"].get(name), actor, as_at) for name, default in asked["params"].items()]


@access.allowed("ask_questions")
def history(store, actor):
    """The actor's own newest questions, the last one first: {"asked_at", "question", "text", "params", "rows", "seconds", "because", "is_masked"}."""
    rows = access.see(store, actor, "dashboards.question_asked", {"asked_by": actor.username, "latest": LATEST})
    return sorted(rows, key=lambda row: row["asked_at"], reverse=True)


@access.allowed("ask_questions", subject="council")
def share(store, actor, council, title, question, text, params):
    """Save a SELECT for everybody of a council who may ask questions. params are the defaults of its parameters, as text. Gives its id."""
    faults = [sentence for sentence in (
        "" if title.strip() else "Give the question a title, by which others find it.",
        "" if question.strip().endswith("?") else "Write what is asked as a sentence that ends with a question mark.",
    ) if sentence]  # fmt: skip
    if faults:
        raise SeveralErrors(faults)
    refuse_text(text)
    saved = {
        "question_id": str(uuid.uuid4()), "council": council, "title": title.strip(), "question": question.strip(), "text": text, "params": json.dumps(params, sort_keys=True),
        "decided_by": actor.username, "decided_at": now(),
    }  # fmt: skip
    with store.change(actor, "share_question", saved["title"], council=council, after={"question_id": saved["question_id"], "text": text, "params": params}) as change:
        change.insert("decisions.question", [saved])
    return saved["question_id"]


@access.allowed("ask_questions", subject="council")
def withdraw(store, actor, council, question_id, reason):
    """Take a shared question out of the list, with the reason. Who shared it may, and a team leader."""
    saved = next(iter(access.see(store, actor, "dashboards.shared_question", question_id=question_id, council=council)), None)
    if not saved:
        raise UserError("This question is not there any more.")
    if actor.username != saved["saved_by"] and actor.role not in ("team_leader", "operator"):
        raise UserError(f"Only {saved['saved_by']}, who shared it, or a team leader can withdraw this question.")
    if not (reason or "").strip():
        raise UserError("Say why the question is withdrawn.")
    gone = {"question_id": question_id, "council": council, "reason": reason.strip(), "decided_by": actor.username, "decided_at": now()}
    with store.change(actor, "withdraw_question", saved["title"], council=council, reason=reason.strip(), before={"question_id": question_id}) as change:
        change.insert("decisions.question_withdrawn", [gone])


def _title(one):
    return one["title"].casefold()


def _parameter(name, default, choices, actor, as_at):
    kind, options = _kind(default), []
    if choices:
        kind, options = "choice", [str(one) for one in choices]
    elif name == "council" and actor.councils:
        kind, options = "choice", sorted(actor.councils)
        default = default if default in options else options[0]
    elif name == "as_at":
        kind, default = "day", str(as_at)
    return {"name": name, "label": name.replace("_", " ").capitalize(), "kind": kind, "default": default, "options": options}


def _kind(default):
    try:
        date.fromisoformat(default)
        return "day"
    except ValueError:
        return "number" if default.replace(".", "", 1).removeprefix("-").isdecimal() else "text"
