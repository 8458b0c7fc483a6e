"""Everything that somebody may see and that answers what they typed, in groups, the best first.

The scope stands inside each statement: nothing is taken out of an answer afterwards, and a group that
holds more than it shows says so without counting further.
"""

from typing import Any

from sqlalchemy import ColumnElement, Select, func, select, true

from ohms.domain.access import CLAIM_READERS
from ohms.domain.actor import Actor
from ohms.domain.marking import marked_number, marked_words
from ohms.domain.names import folded
from ohms.domain.search import Typed
from ohms.domain.values import Role
from ohms.models.claims import Claim
from ohms.models.providers import Enrolment, Provider
from ohms.models.workers import ContactPoint, Employer, Worker
from ohms.queries.asked_parties import of_a_claim
from ohms.queries.claim_list import coordinator_name
from ohms.queries.claim_sight import answered_or_covered_by
from ohms.queries.claims_typed import (
    Sought,
    begins,
    claims_typed,
    named_worker,
    points_typed,
    sought,
    spellings,
)
from ohms.queries.prepared import AnySelect, prepared
from ohms.queries.rounds import Question, ask_all
from ohms.queries.scope import sees, visible
from ohms.queries.search_hits import SHOWN, ClaimHit, Found, Group, NameHit, OfClaim

SHOWN_AT_ONCE = 5
POINTS_OF_A_CLAIM = 3  # at most so many of a claim's parties share a number


def found_at_once(actor: Actor, typed: Typed) -> Found:
    """The first few of whatever has a name or a number, while somebody still types; no text is read."""
    claims, employers, providers = ask_all(
        found_by_claim(actor, typed), found_employers(actor, typed), found_providers(actor, typed)
    )
    return Found(
        claims=Group() if typed.names else claims.first(SHOWN_AT_ONCE),
        workers=claims.first(SHOWN_AT_ONCE) if typed.names else Group(),
        employers=employers.first(SHOWN_AT_ONCE),
        providers=providers.first(SHOWN_AT_ONCE),
    )


def found_by_claim(actor: Actor, typed: Typed) -> Question[Group[ClaimHit]]:
    """Claims by number, phone number or day, else by their worker's name: of those found first, those on
    the actor's list or covered before the others."""
    if not (typed.claims_by_shape or typed.names):
        return Group()
    (rows,) = yield (_claims(actor, **sought(typed).values),)
    own_first = sorted(rows, key=lambda row: not row.on_own_list)
    return Group.of([_claim_hit(row, typed) for row in own_first])


@prepared
def _claims(actor: Actor, **values: Any) -> AnySelect:
    wanted = Sought(**values)
    return (
        _meant(actor, wanted)
        .where(sees(actor, Worker))
        .add_columns(*of_claim(actor), Worker.birth_date, Claim.injury_on)
        .order_by(*_claim_order(wanted), Claim.id)
        .limit(SHOWN + 1)
    )


def _meant(actor: Actor, wanted: Sought) -> Select[Any]:
    """The claims and their workers, found from what was typed and not by walking through a COHE."""
    claims: Select[Any] = visible(actor, Claim).with_only_columns()
    if wanted.last_seven is not None:
        newest = (
            points_typed(actor, wanted)
            .with_only_columns(ContactPoint.id, ContactPoint.claim_id)
            .order_by(ContactPoint.id.desc())
            .limit(POINTS_OF_A_CLAIM * (SHOWN + 1))
            .subquery()
        )
        of_claims = (
            select(newest.c.claim_id, func.max(newest.c.id).label("point_id"))
            .group_by(newest.c.claim_id)
            .subquery()
        )
        return (
            claims.select_from(of_claims)
            .join(Claim, Claim.id == of_claims.c.claim_id)
            .join(ContactPoint, ContactPoint.id == of_claims.c.point_id)
            .join(Worker, Worker.id == Claim.worker_id)
            .where(sees(actor, ContactPoint))
            .add_columns(ContactPoint.party, ContactPoint.value.label("phone"))
        )
    if wanted.name is not None:
        of_workers = claims.select_from(Worker).join(Claim, Claim.worker_id == Worker.id)
        return of_workers.where(named_worker(actor, wanted))
    return claims.join(Worker, Worker.id == Claim.worker_id).where(claims_typed(actor, wanted))


def of_claim(actor: Actor) -> tuple[Any, ...]:
    """The columns of `OfClaim`, of the Claim and Worker of a SELECT; `claim_of` reads them."""
    return (
        Claim.id.label("claim_id"),
        Claim.claim_number,
        Worker.last_name,
        Worker.first_name,
        coordinator_name(actor).label("coordinator"),
        _on_own_list(actor).label("on_own_list"),
    )


def claim_of(row: Any) -> OfClaim:
    worker = f"{row.last_name}, {row.first_name}"
    return OfClaim(
        row.claim_id, row.claim_number, worker, row.coordinator, beyond=not row.on_own_list
    )


def found_employers(actor: Actor, typed: Typed) -> Question[Group[NameHit]]:
    """Employers of claims that the actor sees, by the beginning of their name."""
    if not typed.names or typed.day:
        return Group()
    (rows,) = yield (_employers(actor, name=" ".join(typed.names)),)
    return Group.of(
        [NameHit(row.id, marked_words(row.name, typed), row.account_id) for row in rows]
    )


@prepared
def _employers(actor: Actor, *, name: Any) -> AnySelect:
    theirs = of_a_claim(actor, Claim.employer_id == Employer.id, Employer)
    return (
        select(Employer.id, Employer.name, Employer.account_id)
        .where(begins(Employer.search_name, name), theirs)
        .order_by(Employer.search_name, Employer.id)
        .limit(SHOWN + 1)
    )


def found_providers(actor: Actor, typed: Typed) -> Question[Group[NameHit]]:
    """Providers of the actor's COHEs who initiated claims that the actor sees. There are few: their
    names, which are not kept folded, are read whole and compared here, and the claims of those alone
    are looked for who are named so."""
    if not typed.names or typed.day:
        return Group()
    (enrolled,) = yield (_enrolled(actor),)
    beginnings = tuple(spellings(typed.names))
    named = [
        row
        for row in enrolled
        if folded(f"{row.last_name} {row.first_name}").startswith(beginnings)
    ]
    if not named:
        return Group()
    (initiators,) = yield (_initiators(actor, provider_ids=[row.id for row in named]),)
    in_sight = {row.id for row in initiators}
    return Group.of(
        [
            NameHit(
                row.id,
                marked_words(f"{row.last_name}, {row.first_name} {row.credential}", typed),
                row.lni_provider_id,
            )
            for row in named
            if row.id in in_sight
        ]
    )


@prepared
def _enrolled(actor: Actor) -> AnySelect:
    of_cohes = select(Enrolment.provider_id).where(
        Enrolment.cohe_id.in_(actor.cohes_as(*CLAIM_READERS))
    )
    return (
        select(
            Provider.id,
            Provider.last_name,
            Provider.first_name,
            Provider.credential,
            Provider.lni_provider_id,
        )
        .where(Provider.id.in_(of_cohes))
        .order_by(Provider.last_name, Provider.first_name, Provider.id)
    )


@prepared
def _initiators(actor: Actor, *, provider_ids: Any) -> AnySelect:
    theirs = of_a_claim(actor, Claim.initiating_provider_id == Provider.id, Provider)
    return select(Provider.id).where(Provider.id.in_(provider_ids), theirs)


def _on_own_list(actor: Actor) -> ColumnElement[bool]:
    """Only coordinators have a list that is less than what they see."""
    if actor.staff_id is None or not actor.holds(Role.HSC):
        return true()
    return answered_or_covered_by(actor)


def _claim_order(wanted: Sought) -> tuple[ColumnElement[Any], ...]:
    """Numbers and names in their own order; what callers tell in part, the newest claim first."""
    if wanted.number is not None:
        return (Claim.claim_number.asc(),)
    if wanted.name is not None:
        return Worker.search_name.asc(), Claim.injury_on.desc()
    return (Claim.initiated_on.desc(),)


def _claim_hit(row: Any, typed: Typed) -> ClaimHit:
    claim = claim_of(row)
    return ClaimHit(
        claim,
        number=marked_number(claim.number, typed),
        worker=marked_words(claim.worker, typed),
        born_on=row.birth_date,
        injury_on=row.injury_on,
        party=row.party if typed.phone else None,
        phone=row.phone if typed.phone else None,
    )
