"""What the actor's COHEs know of an employer's light duty."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from ohms.domain.access import CLAIM_READERS
from ohms.domain.actor import Actor
from ohms.domain.calendar import PACIFIC
from ohms.extensions import db
from ohms.models.light_duty import LightDutyPolicy
from ohms.models.staff import StaffMember
from ohms.queries.rounds import Question
from ohms.queries.scope import visible


class PolicyVersion(NamedTuple):
    """One version of a COHE's text, its instant in Washington's time."""

    number: int
    body: str
    written_by: str
    written_at: datetime


@dataclass(frozen=True, slots=True)
class Policy:
    """What one COHE knows of the light duty: the text that stands, and those before, newest first."""

    cohe_id: int
    cohe: str
    versions: list[PolicyVersion]

    @property
    def standing(self) -> PolicyVersion | None:
        return self.versions[0] if self.versions else None

    @property
    def number(self) -> int:
        return self.versions[0].number if self.versions else 0


def policies_of(actor: Actor, employer_id: int) -> Question[list[Policy]]:
    """What each of the actor's COHEs knows of an employer's light duty."""
    (rows,) = yield (
        visible(actor, LightDutyPolicy)
        .join(StaffMember, StaffMember.id == LightDutyPolicy.written_by_id)
        .where(LightDutyPolicy.employer_id == employer_id)
        .with_only_columns(
            LightDutyPolicy.cohe_id,
            LightDutyPolicy.number,
            LightDutyPolicy.body,
            StaffMember.name,
            LightDutyPolicy.written_at,
        )
        .order_by(LightDutyPolicy.number.desc()),
    )
    by_cohe: dict[int, list[PolicyVersion]] = {}
    for cohe_id, number, body, name, written_at in rows:
        version = PolicyVersion(number, body, name, written_at.astimezone(PACIFIC))
        by_cohe.setdefault(cohe_id, []).append(version)
    names = {
        held.cohe_id: held.cohe_name or ""
        for held in actor.positions
        if held.cohe_id is not None and held.role in CLAIM_READERS
    }
    return [Policy(cohe_id, name, by_cohe.get(cohe_id, [])) for cohe_id, name in names.items()]


def newest_version(actor: Actor, employer_id: int, cohe_id: int) -> tuple[int, str]:
    """Number and text of the version that stands; 0 and nothing before the first."""
    found = db.session.execute(
        visible(actor, LightDutyPolicy)
        .with_only_columns(LightDutyPolicy.number, LightDutyPolicy.body)
        .where(LightDutyPolicy.employer_id == employer_id, LightDutyPolicy.cohe_id == cohe_id)
        .order_by(LightDutyPolicy.number.desc())
        .limit(1)
    ).one_or_none()
    return (found.number, found.body) if found else (0, "")
