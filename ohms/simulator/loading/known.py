"""Which id the database gave to what the simulation knows by name."""

from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import select

from ohms.extensions import db
from ohms.models.claims import Claim
from ohms.models.cohes import Cohe
from ohms.models.providers import Provider
from ohms.models.staff import Position, StaffMember
from ohms.simulator.loading.rows import ids_by, table_of


class KnownClaim(NamedTuple):
    id: int
    cohe_id: int
    employer_id: int


@dataclass(frozen=True, slots=True)
class Ids:
    """Ids by slug, user name, position key (`user@cohe`), L&I provider id and claim number."""

    cohe: dict[str, int]
    staff: dict[str, int]
    position: dict[str, int]
    provider: dict[str, int]
    claim: dict[str, KnownClaim]


def position_key(username: str, slug: str | None, later: int = 0) -> str:
    """How the simulation names a position: `later` counts those that the person held there after."""
    place = f"{username}@{slug}" if slug else username
    return f"{place}.{later}" if later else place


def known_ids() -> Ids:
    """What the database holds now. Inside a bulk unit: it reads without an actor's scope."""
    return Ids(
        ids_by(Cohe, "slug"),
        ids_by(StaffMember, "username"),
        _positions(),
        ids_by(Provider, "lni_provider_id"),
        _claims(),
    )


def _positions() -> dict[str, int]:
    rows = db.session.execute(
        select(Position.id, StaffMember.username, Cohe.slug)
        .join(StaffMember, StaffMember.id == Position.staff_id)
        .outerjoin(Cohe, Cohe.id == Position.cohe_id)
        .order_by(Position.from_on.desc(), Position.id.desc())
    )
    found: dict[str, int] = {}
    seen: dict[tuple[str, str | None], int] = {}
    for position_id, username, slug in rows:
        later = seen.get((username, slug), 0)
        found[position_key(username, slug, later)] = position_id
        seen[username, slug] = later + 1
    return found


def _claims() -> dict[str, KnownClaim]:
    claim = table_of(Claim).c
    rows = db.session.connection().execute(
        select(claim.claim_number, claim.id, claim.cohe_id, claim.employer_id)
    )
    return {number: KnownClaim(*facts) for number, *facts in rows}
