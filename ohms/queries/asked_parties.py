"""Whom a call sheet and a log are about: a clinic with its providers, one provider alone, or an
employer with those that were merged into it. NotFound for whom the actor's COHEs do not know."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, Select, or_, select, union
from sqlalchemy.orm import aliased

from ohms.domain.access import CLAIM_READERS
from ohms.domain.actor import Actor
from ohms.domain.errors import NotFound
from ohms.domain.values import Party
from ohms.extensions import db
from ohms.models.claims import Claim
from ohms.models.cohes import Clinic
from ohms.models.providers import Enrolment, Provider
from ohms.models.workers import Employer
from ohms.queries.one_in_sight import only_row
from ohms.queries.scope import visible, visible_among_few

MOST_MERGES = 10


@dataclass(frozen=True, slots=True)
class AskedParty:
    """A party with the ids behind it. `name`: whom a task waits on; `names`: how people call it."""

    party: Party
    name: str
    names: tuple[str, ...] = ()
    provider_ids: tuple[int, ...] = ()
    employer_ids: tuple[int, ...] = ()

    def has_claim(self) -> ColumnElement[bool]:
        """Claims, of the Claim of a SELECT, that it treats or initiated, or whose employer it is."""
        if self.party is Party.EMPLOYER:
            return Claim.employer_id.in_(self.employer_ids)
        return or_(self.treats(), self.initiated())

    def claim_ids(self, actor: Actor) -> CompoundSelect[Any]:
        """The ids of its claims in sight, gathered once by the index of either side. Asked by the OR
        alone, SQLite looks at each claim anew for each side, and at all its conditions before its rows."""
        employed = self.party is Party.EMPLOYER
        sides = (self.has_claim(),) if employed else (self.treats(), self.initiated())
        claims = visible_among_few(actor).with_only_columns(Claim.id).correlate(None)
        return union(*(claims.where(side) for side in sides))

    def treats(self) -> ColumnElement[bool]:
        return Claim.attending_provider_id.in_(self.provider_ids)

    def initiated(self) -> ColumnElement[bool]:
        return Claim.initiating_provider_id.in_(self.provider_ids)


def asked_party(actor: Actor, party: Party, party_id: int, *, alone: bool = False) -> AskedParty:
    """The provider's clinic (or the provider alone), or the employer."""
    if party is Party.EMPLOYER:
        return asked_employer(actor, party_id)
    return asked_provider(actor, party_id, alone=alone)


def asked_provider(actor: Actor, provider_id: int, *, alone: bool = False) -> AskedParty:
    """The clinic of a provider in sight, whole or that provider alone."""
    row = only_row(
        select(Provider.clinic_id, Provider.last_name, Clinic.name)
        .join(Clinic, Clinic.id == Provider.clinic_id)
        .where(Provider.id == provider_id, knows_provider(actor))
    )
    if alone:
        names = (row.name, row.last_name)
        return AskedParty(Party.PROVIDER, row.name, names, provider_ids=(provider_id,))
    all_there = db.session.execute(
        select(Provider.id, Provider.last_name)
        .where(Provider.clinic_id == row.clinic_id)
        .order_by(Provider.last_name, Provider.id)
    ).all()
    return AskedParty(
        Party.PROVIDER,
        row.name,
        (row.name, *dict.fromkeys(each.last_name for each in all_there)),
        provider_ids=tuple(each.id for each in all_there),
    )


def asked_employer(actor: Actor, employer_id: int) -> AskedParty:
    """An employer of whom the actor sees a claim, with those that were merged into it."""
    each = aliased(Employer)
    rows = db.session.execute(
        select(Employer.name, each.id)
        .join(each, or_(each.id == employer_id, each.merged_into_id == employer_id))
        .where(Employer.id == employer_id, knows_employer(actor))
    ).all()
    if not rows:
        raise NotFound
    name = rows[0].name
    return AskedParty(Party.EMPLOYER, name, (name,), employer_ids=tuple(row.id for row in rows))


def ids_of_employer(employer: Any) -> Select[Any]:
    """The ids of an employer, told as an id or a column, and of those merged into it.

    A column is that of the SELECT around, however far out: SQLAlchemy would look one level only.
    """
    each = aliased(Employer)
    of_them = or_(each.id == employer, each.merged_into_id == employer)
    return select(each.id).where(of_them).correlate(Employer)


def standing_employer(employer_id: int) -> int:
    """The employer that stands for this one, itself where it was not merged."""
    for _ in range(MOST_MERGES):
        into = db.session.execute(
            select(Employer.merged_into_id).where(Employer.id == employer_id)
        ).scalar_one_or_none()
        if into is None:
            break
        employer_id = into
    return employer_id


def knows_provider(actor: Actor) -> ColumnElement[bool]:
    """Providers ever enrolled in the actor's COHEs, and those of a claim that the actor sees."""
    enrolled = select(Enrolment.provider_id).where(
        Enrolment.cohe_id.in_(actor.cohes_as(*CLAIM_READERS))
    )
    return or_(
        Provider.id.in_(enrolled),
        of_a_claim(actor, Claim.initiating_provider_id == Provider.id, Provider),
        of_a_claim(actor, Claim.attending_provider_id == Provider.id, Provider),
    )


def knows_employer(actor: Actor) -> ColumnElement[bool]:
    """Employers of a claim that the actor sees, or with one such merged into them."""
    merged = aliased(Employer)
    theirs = select(merged.merged_into_id).where(
        merged.merged_into_id.is_not(None),
        of_a_claim(actor, Claim.employer_id == merged.id, merged),
    )
    return or_(
        of_a_claim(actor, Claim.employer_id == Employer.id, Employer), Employer.id.in_(theirs)
    )


def of_a_claim(actor: Actor, of: ColumnElement[bool], outer: Any) -> ColumnElement[bool]:
    """Whether the actor sees a claim of which this holds, for a row of `outer` in the enclosing SELECT."""
    claims: Select[Any] = visible(actor, Claim).with_only_columns(Claim.id).where(of)
    return claims.correlate(outer).exists()
