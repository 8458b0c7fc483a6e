"""Text templates of a COHE: for notes, letters and fax sheets, with fields filled from the claim.

A field stands in braces: `{worker}`. Each save is a new version; old ones stay. A COHE that has
written none uses the house's (`domain/house_templates.py`).
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from ohms.domain.errors import RuleBroken
from ohms.domain.one_line import checked_line
from ohms.domain.values import Method, Party, StandardWork

LONGEST_TITLE = 80
LONGEST_TEXT = 8_000
MOST_TEMPLATES = 60
NOT_KNOWN = "(not known)"

FIELDS: Mapping[str, str] = {
    "worker": "the worker's name",
    "worker_first_name": "the worker's first name",
    "claim_number": "the claim's number",
    "injury_on": "the date of injury",
    "employer": "the employer of injury",
    "provider": "the attending provider",
    "clinic": "where the attending provider practices",
    "clinic_phone": "the clinic's phone",
    "clinic_fax": "the clinic's fax",
    "coordinator": "the claim's coordinator",
    "cohe": "the COHE",
    "writer": "who writes",
    "today": "today's date",
}

_FIELD = re.compile(r"\{([^{}]*)\}")


class Purpose(StrEnum):
    """What a template is for."""

    NOTE = "note"
    LETTER = "letter"
    FAX = "fax"


SENT_TO: Mapping[Purpose, tuple[Party, Method]] = {
    Purpose.LETTER: (Party.WORKER, Method.LETTER),
    Purpose.FAX: (Party.PROVIDER, Method.FAX),
}
"""To whom what is printed goes, and how: letters to the worker, fax sheets to the provider."""


@dataclass(frozen=True, slots=True)
class TextTemplate:
    """A template as it stands: `number` 0 is the house's, later ones a COHE's versions.

    `standard_work` is the item it is offered for first; empty means any. One not `offered` stands
    in its history only.
    """

    key: str
    purpose: Purpose
    title: str
    body: str
    standard_work: StandardWork | None = None
    offered: bool = True
    number: int = 0


def checked_template(template: TextTemplate) -> TextTemplate:
    """The template with a tidy title; refused without text, too long, or with unknown fields."""
    title = checked_line(
        template.title, "Enter what this template is called.", longest=LONGEST_TITLE, field="title"
    )
    if not template.body.strip():
        raise RuleBroken("Enter the text of the template.", field="body")
    if len(template.body) > LONGEST_TEXT:
        raise RuleBroken(f"Shorten the text to {LONGEST_TEXT:,} characters.", field="body")
    _check_fields(template.body)
    return replace(template, title=title)


def filled(body: str, values: Mapping[str, str]) -> str:
    """The text with its fields filled in; what nobody knows says so instead of leaving a hole."""
    return _FIELD.sub(lambda found: values.get(found[1]) or NOT_KNOWN, body)


def standing_templates(
    house: Iterable[TextTemplate], own: Iterable[TextTemplate]
) -> list[TextTemplate]:
    """What a COHE has: the house's, each replaced by the COHE's newest version, then its own."""
    standing = {template.key: template for template in house}
    for template in own:
        known = standing.get(template.key)
        if known is None or known.number < template.number:
            standing[template.key] = template
    return list(standing.values())


def appended(body: str, text: str) -> str:
    """A template's text in a note: alone in an empty one, else below what stands there."""
    return f"{body.rstrip()}\n\n{text}" if body.strip() else text


def _check_fields(body: str) -> None:
    unknown = [name for name in _FIELD.findall(body) if name not in FIELDS]
    if unknown:
        known = ", ".join(f"{{{name}}}" for name in FIELDS)
        raise RuleBroken(f"There is no field {{{unknown[0]}}}. Use {known}.", field="body")
    if "{" in _FIELD.sub("", body) or "}" in _FIELD.sub("", body):
        raise RuleBroken(
            "Close each field: an opening brace, its name, a closing one.", field="body"
        )
