"""What a referral says: built from its service's own fields and nothing else.

Content is kept as one flat JSON object. A name that is no field of the service does not come into it,
so that nothing of a claim can leave with a referral about an employer.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from ohms.domain.calendar import written
from ohms.domain.errors import RuleBroken
from ohms.domain.services import TOLD_LABELS, ServiceFacts, ServiceField, Shape, Told
from ohms.domain.values import Fund

Content = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ContentLine:
    """One line as it is read; `before` is what the earlier version said where it said otherwise."""

    label: str
    said: str
    before: str | None = None


@dataclass(frozen=True, slots=True)
class Ready:
    """One line of the checklist before sending; `field` is where it is mended."""

    said: str
    holds: bool
    field: str | None = None


def read_content(text: str) -> dict[str, str]:
    """What `written_content` wrote; nothing of anything else."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    if not isinstance(found, dict):
        return {}
    return {name: value for name, value in found.items() if isinstance(value, str)}


def written_content(facts: ServiceFacts, fields: Content, told: Mapping[Told, str]) -> str:
    """The service's own fields in their order, then what is told beside them."""
    own = {each.name: fields[each.name] for each in facts.fields if fields.get(each.name)}
    beside = {f"told_{each.value}": told[each] for each in facts.told if told.get(each)}
    return json.dumps(own | beside, ensure_ascii=False)


def checked_content(facts: ServiceFacts, entered: Mapping[str, str]) -> dict[str, str]:
    """The entered fields, each in its shape. RuleBroken beside the first that is not."""
    return {
        each.name: _checked(each, entered[each.name].strip())
        for each in facts.fields
        if entered.get(each.name, "").strip()
    }


def checklist(facts: ServiceFacts, content: Content, fund: Fund) -> list[Ready]:
    """What must hold before a referral is sent: every field that the service needs, and for some a
    claim of the State Fund."""
    needed = [
        Ready(each.label, bool(content.get(each.name)), each.name)
        for each in facts.fields
        if each.required
    ]
    if facts.state_fund_only:
        needed.append(Ready("The claim is of the State Fund", fund is Fund.STATE_FUND))
    return needed


def check_ready(facts: ServiceFacts, content: Content, fund: Fund) -> None:
    lacking = [each for each in checklist(facts, content, fund) if not each.holds]
    if lacking:
        names = ", ".join(each.said.lower() for each in lacking)
        raise RuleBroken(f"Not ready to be sent. Still needed: {names}.", field=lacking[0].field)


def lines_of(
    facts: ServiceFacts, content: Content, earlier: Content | None = None
) -> list[ContentLine]:
    """The content as it is read, beside an earlier version's where there is one."""
    return [line for line in _lines(facts, content, earlier) if line.said or line.before]


def _lines(facts: ServiceFacts, content: Content, earlier: Content | None) -> Iterator[ContentLine]:
    for told in facts.told:
        name = f"told_{told.value}"
        yield _line(
            TOLD_LABELS[told], content.get(name, ""), (earlier or {}).get(name, ""), earlier
        )
    for each in facts.fields:
        said, before = (shown_value(each, (c or {}).get(each.name, "")) for c in (content, earlier))
        yield _line(each.label, said, before, earlier)


def _line(label: str, said: str, before: str, earlier: Content | None) -> ContentLine:
    changed = earlier is not None and said != before
    return ContentLine(label, said, (before or "nothing") if changed else None)


def called(facts: ServiceFacts, content: Content) -> str:
    """By what a desk knows it beside its employer: the claim and the worker where the service is told of
    them, else why it was sent."""
    named = [content.get(f"told_{each.value}", "") for each in (Told.CLAIM, Told.WORKER)]
    if not any(named) and (why := facts.by_name.get("reasons")):
        named = [shown_value(why, content.get("reasons", ""))]
    return ", ".join(each for each in named if each)


def shown_value(field: ServiceField, kept: str) -> str:
    """A kept value as a person reads it."""
    if field.shape is Shape.DAY and kept:
        return written(date.fromisoformat(kept))
    if field.shape in (Shape.CHOICE, Shape.CHOICES):
        words = dict(field.choices)
        return ", ".join(words.get(each, each) for each in kept.split(";") if each)
    return kept


def _checked(field: ServiceField, text: str) -> str:
    if len(text) > field.longest:
        raise RuleBroken(f"Shorten this to {field.longest:,} characters.", field=field.name)
    if field.shape is Shape.DAY:
        return _checked_day(field, text)
    if field.shape in (Shape.CHOICE, Shape.CHOICES):
        return _checked_choices(field, text)
    return text


def _checked_day(field: ServiceField, text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise RuleBroken("Enter a day.", field=field.name) from None


def _checked_choices(field: ServiceField, text: str) -> str:
    chosen = [text] if field.shape is Shape.CHOICE else text.split(";")
    known = [value for value, _words in field.choices]
    if not set(chosen) <= set(known):
        raise RuleBroken("Choose from the list.", field=field.name)
    return ";".join(value for value in known if value in chosen)
