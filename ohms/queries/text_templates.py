"""The text templates of a COHE as they stand, their versions, and what fills their fields."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import select

from ohms.domain.actor import Actor
from ohms.domain.errors import NotFound
from ohms.domain.house_templates import HOUSE_TEMPLATES
from ohms.domain.text_templates import (
    Purpose,
    TextTemplate,
    filled,
    standing_templates,
)
from ohms.models.staff import StaffMember
from ohms.models.text_templates import TextTemplateVersion
from ohms.queries.claims import ClaimShown
from ohms.queries.prepared import AnySelect, prepared
from ohms.queries.rounds import Question, ask
from ohms.queries.versions import Versions, some_versions, stands

Version = TextTemplateVersion


class WrittenVersion(NamedTuple):
    """One version of a template with who wrote it, when."""

    number: int
    title: str
    body: str
    offered: bool
    written_by: str
    written_at: datetime


class FilledText(NamedTuple):
    """A template filled from a claim."""

    key: str
    title: str
    text: str


def templates_of(cohe_id: int) -> Question[list[TextTemplate]]:
    """Every template of a COHE in its newest version, the house's first."""
    (rows,) = yield (_versions(None, cohe_id=cohe_id),)
    return standing_templates(HOUSE_TEMPLATES, [TextTemplate(*row) for row in rows])


@prepared
def _versions(_actor: None, *, cohe_id: int) -> AnySelect:
    return (
        select(
            Version.template_key,
            Version.purpose,
            Version.title,
            Version.body,
            Version.standard_work,
            Version.offered,
            Version.number,
        )
        .where(Version.cohe_id == cohe_id, stands(Version, Version.template_key))
        .order_by(Version.title, Version.id)
    )


def template_by_key(cohe_id: int, key: str) -> TextTemplate:
    """The template of this key as it stands in a COHE; NotFound where there is none."""
    for template in ask(templates_of(cohe_id)):
        if template.key == key:
            return template
    raise NotFound


def versions_of(cohe_id: int, key: str, before: int | None = None) -> Versions[WrittenVersion]:
    """What a COHE has written under this key, newest first."""
    written = (
        select(
            Version.number,
            Version.title,
            Version.body,
            Version.offered,
            StaffMember.name,
            Version.written_at,
        )
        .join(StaffMember, StaffMember.id == Version.written_by_id)
        .where(Version.cohe_id == cohe_id, Version.template_key == key)
    )
    return some_versions(written, Version, before, WrittenVersion)


def filled_texts(actor: Actor, found: ClaimShown, *purposes: Purpose) -> Question[list[FilledText]]:
    """The offered templates of the claim's COHE for some purposes, filled from the claim."""
    values = values_of(actor, found)
    templates = yield from templates_of(found.claim.cohe_id)
    return [
        FilledText(template.key, template.title, filled(template.body, values))
        for template in templates
        if template.offered and template.purpose in purposes
    ]


def values_of(actor: Actor, found: ClaimShown) -> Mapping[str, str]:
    """What each field of a template stands for on a claim; empty where it is not known."""
    claim, worker, provider = found.claim, found.worker, found.attending
    return {
        "worker": f"{worker.first_name} {worker.last_name}",
        "worker_first_name": worker.first_name,
        "claim_number": claim.claim_number,
        "injury_on": _long(claim.injury_on),
        "employer": found.employer.name,
        "provider": f"{provider.first_name} {provider.last_name}, {provider.credential}",
        "clinic": found.clinic.name,
        "clinic_phone": found.clinic.phone or "",
        "clinic_fax": found.clinic.fax or "",
        "coordinator": found.coordinator or "",
        "cohe": found.cohe,
        "writer": actor.name,
        "today": _long(actor.on_day),
    }


def _long(day: date | None) -> str:
    return f"{day:%B} {day.day}, {day.year}" if day else ""
