"""Providers: those the actor's COHEs know, and one with clinic, enrolments and coordinator."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Select, func, or_, select

from ohms.domain.access import CLAIM_READERS
from ohms.domain.actor import Actor
from ohms.domain.names import folded
from ohms.domain.values import Coordination, Role
from ohms.extensions import db
from ohms.models.claims import Claim
from ohms.models.cohes import Clinic, Cohe
from ohms.models.providers import Enrolment, Provider, ProviderAssignment
from ohms.models.staff import StaffMember
from ohms.queries.asked_parties import knows_provider
from ohms.queries.claim_filter import ClaimFilter, ListScope, claims_matching, default_scope
from ohms.queries.claim_sight import in_force
from ohms.queries.covered import cover_on, covered_providers
from ohms.queries.cursors import Page, in_order, read_cursor
from ohms.queries.one_in_sight import only_row
from ohms.queries.paging import counted_apart
from ohms.queries.prepared import AnySelect
from ohms.queries.rounds import ask
from ohms.queries.rounds import asked as asked_of
from ohms.queries.scope import visible

BY_NAME = (Provider.last_name, Provider.id, "last_name")


@dataclass(frozen=True, slots=True)
class PartyFilter:
    """What the address of a list of providers or employers says. `mine`: whom one answers for or
    covers today; for who has no list of their own it says nothing."""

    mine: bool = False
    q: str = ""
    after: str | None = None
    per_page: int = 50


class ListedProvider(NamedTuple):
    """One row of the list. `active`: claims they initiated that the actor sees and we coordinate."""

    id: int
    last_name: str
    first_name: str
    credential: str
    lni_provider_id: str
    clinic: str
    phone: str | None
    coordinator: str | None
    active: int


class EnrolmentShown(NamedTuple):
    cohe: str
    from_on: date
    to_on: date | None


@dataclass(frozen=True, slots=True)
class ProviderShown:
    """A provider; `coordinators` answer for them today in the actor's COHEs, or cover who does."""

    provider: Provider
    clinic: Clinic
    enrolments: list[EnrolmentShown]
    coordinators: list[tuple[str, str]]
    scope: ListScope
    claims: Mapping[Coordination, int]


def provider_page(actor: Actor, asked: PartyFilter) -> Page[ListedProvider]:
    """Providers by last name, with the exact total."""
    matching = _matching(actor, asked)
    return counted_apart(
        _with_columns(actor, matching),
        matching.with_only_columns(Provider.id),
        BY_NAME,
        ListedProvider,
        cursor=read_cursor(asked.after, str),
        per_page=asked.per_page,
    )


def every_listed_provider(actor: Actor, asked: PartyFilter) -> list[ListedProvider]:
    """All rows of the filter in its order, for an export."""
    statement = _with_columns(actor, _matching(actor, asked))
    found = db.session.execute(statement.order_by(*in_order(*BY_NAME)))
    return [ListedProvider(*row[:-1]) for row in found]


def provider_shown(actor: Actor, provider_id: int) -> ProviderShown:
    """One provider whom the actor's COHEs know; NotFound for every other."""
    row = only_row(
        select(Provider, Clinic)
        .join(Clinic, Clinic.id == Provider.clinic_id)
        .where(Provider.id == provider_id, knows_provider(actor))
    )
    enrolments, answers, covers, claims = ask(
        asked_of(
            _enrolments(provider_id),
            _answers(actor, provider_id),
            _covers(actor, provider_id),
            _claims(actor, provider_id),
        )
    )
    counts = {row[0]: row[1] for row in claims}
    return ProviderShown(
        provider=row.Provider,
        clinic=row.Clinic,
        enrolments=[EnrolmentShown(*each) for each in enrolments],
        coordinators=[
            *((name, "") for (name,) in answers),
            *((name, "covers today") for (name,) in covers),
        ],
        scope=default_scope(actor),
        claims={each: counts[each] for each in Coordination if each in counts},
    )


def _matching(actor: Actor, asked: PartyFilter) -> Select[Any]:
    statement: Select[Any] = (
        select(Provider).join(Clinic, Clinic.id == Provider.clinic_id).where(knows_provider(actor))
    )
    if asked.mine and actor.holds(Role.HSC):
        statement = statement.where(Provider.id.in_(_answered_for(actor)))
    for word in folded(asked.q).split():
        statement = statement.where(
            or_(
                Provider.last_name.icontains(word, autoescape=True),
                Provider.first_name.icontains(word, autoescape=True),
                Clinic.name.icontains(word, autoescape=True),
                Provider.lni_provider_id == word,
            )
        )
    return statement


def _answered_for(actor: Actor) -> Any:
    """Providers assigned to the actor today, or whose absent coordinator they cover."""
    return (
        select(ProviderAssignment.provider_id)
        .where(ProviderAssignment.staff_id == actor.staff_id, in_force(ProviderAssignment, actor))
        .union(covered_providers(actor.on_day, actor.staff_id or 0))
    )


def _with_columns(actor: Actor, matching: Select[Any]) -> Select[Any]:
    coordinator = (
        select(StaffMember.name)
        .join(ProviderAssignment, ProviderAssignment.staff_id == StaffMember.id)
        .where(
            ProviderAssignment.provider_id == Provider.id,
            ProviderAssignment.cohe_id.in_(actor.cohes_as(*CLAIM_READERS)),
            in_force(ProviderAssignment, actor),
        )
        .order_by(StaffMember.name)
        .limit(1)
        .correlate(Provider)
        .scalar_subquery()
    )
    active = (
        visible(actor, Claim)
        .with_only_columns(func.count())
        .where(
            Claim.initiating_provider_id == Provider.id,
            Claim.coordination == Coordination.ACTIVE,
        )
        .correlate(Provider)
        .scalar_subquery()
    )
    return matching.with_only_columns(
        Provider.id,
        Provider.last_name,
        Provider.first_name,
        Provider.credential,
        Provider.lni_provider_id,
        Clinic.name.label("clinic"),
        Clinic.phone,
        coordinator.label("coordinator"),
        active.label("active"),
        Provider.last_name.label("sort_value"),
    )


def _enrolments(provider_id: int) -> AnySelect:
    return (
        select(Cohe.name, Enrolment.from_on, Enrolment.to_on)
        .join(Cohe, Cohe.id == Enrolment.cohe_id)
        .where(Enrolment.provider_id == provider_id)
        .order_by(Enrolment.from_on.desc(), Enrolment.id.desc())
    )


def _answers(actor: Actor, provider_id: int) -> AnySelect:
    """Who answers for the provider today, by name."""
    return (
        select(StaffMember.name)
        .join(ProviderAssignment, ProviderAssignment.staff_id == StaffMember.id)
        .where(
            ProviderAssignment.provider_id == provider_id,
            ProviderAssignment.cohe_id.in_(actor.cohes_as(*CLAIM_READERS)),
            in_force(ProviderAssignment, actor),
        )
        .order_by(StaffMember.name)
    )


def _covers(actor: Actor, provider_id: int) -> AnySelect:
    """Who covers them today, by name."""
    cover = cover_on(actor.on_day, provider=provider_id)
    return (
        select(StaffMember.name)
        .join(cover, cover.c.covering_id == StaffMember.id)
        .join(ProviderAssignment, ProviderAssignment.staff_id == cover.c.absent_id)
        .where(
            cover.c.cohe_id.in_(actor.cohes_as(*CLAIM_READERS)),
            ProviderAssignment.provider_id == provider_id,
            ProviderAssignment.cohe_id == cover.c.cohe_id,
            in_force(ProviderAssignment, actor),
        )
        .distinct()
        .order_by(StaffMember.name)
    )


def _claims(actor: Actor, provider_id: int) -> AnySelect:
    """How many claims that they initiated, of the actor's own list (without one: all in sight), by where our
    coordination stands; closed ones left out. The claim list behind each has as many rows."""
    asked = ClaimFilter(scope=default_scope(actor), provider_id=provider_id)
    return (
        claims_matching(actor, asked)
        .where(Claim.coordination != Coordination.CLOSED)
        .with_only_columns(Claim.coordination, func.count())
        .group_by(Claim.coordination)
    )
