"""What a draft may hold, how it is written down, and how long its author may finish it."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta

from ohms.domain.errors import RuleBroken

Fields = list[tuple[str, str]]

LONGEST_DRAFT = 64_000
"""Characters of all names and values of a form together."""
MOST_DRAFTS = 200
TO_FINISH = timedelta(days=7)
"""Who began in time may go on for seven days after sight ended. Source: design.md, "Coverage"."""
KEPT_FOR = timedelta(days=90)
"""After so long without a save a draft is gone, and so is the token of a form that was sent."""

LONGEST_FIRST_WORDS = 80
# What stands first where there are several: a note's text says more than its next step.
TEXT_FIRST = ("body", "text", "title", "what_it_was_about", "reason")
# Fields that carry a form's state and are no words of the person.
NO_WORDS = frozenset({"idempotency_key", "version", "back", "minutes_from", "minutes_confirmed"})


def may_finish(begun_at: datetime, sight_ended_at: datetime | None, now: datetime) -> bool:
    """Whether a text may still be signed: begun in sight, which lasts (None) or ended at most seven
    days ago."""
    if sight_ended_at is None:
        return True
    return begun_at <= sight_ended_at and now - sight_ended_at <= TO_FINISH


def check_length(fields: Fields) -> None:
    if sum(len(name) + len(value) for name, value in fields) > LONGEST_DRAFT:
        raise RuleBroken(f"The text is over {LONGEST_DRAFT:,} characters: it is not kept.")


def written_down(fields: Fields) -> str:
    """Fields in their order, a name as often as the form sends it."""
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":"))


def read_back(content: str) -> Fields:
    """What `written_down` wrote; nothing of anything else."""
    try:
        pairs = json.loads(content)
    except (ValueError, RecursionError):
        return []
    return [tuple(pair) for pair in pairs if _is_pair(pair)] if isinstance(pairs, list) else []


def first_words(fields: Fields) -> str:
    """The beginning of what was typed, by which its author knows it again; empty for no text."""
    text = next(_texts(fields), "")
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_FIRST_WORDS else f"{line[:LONGEST_FIRST_WORDS].rstrip()}…"


def adopted(fields: Fields, said: str) -> Fields:
    """The same with a sentence before its text; where it has none, as it is."""
    for wanted in TEXT_FIRST:
        for place, (name, value) in enumerate(fields):
            if name == wanted and value.strip():
                return [*fields[:place], (name, f"{said}\n\n{value}"), *fields[place + 1 :]]
    return fields


def name_of_form(form: str) -> str:
    """The kind of a form in words: "addendum-12" is an addendum, "task_due" a task due."""
    return form.partition("-")[0].replace("_", " ").capitalize()


def _is_pair(pair: object) -> bool:
    return isinstance(pair, list) and len(pair) == 2 and all(isinstance(x, str) for x in pair)


def _texts(fields: Fields) -> Iterator[str]:
    for wanted in TEXT_FIRST:
        yield from (value for name, value in fields if name == wanted and value.strip())
    yield from (v for name, v in fields if name not in NO_WORDS and " " in v.strip())
