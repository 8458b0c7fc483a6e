"""The workload of a centre in a quarter: its figures, those of its people, and how far the data reach.

Who sees what: supervisors the whole of their COHE, person by person; contract managers the COHE's
figures only, no minutes of a person and no rows; coordinators and assistants their own.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol, TypeVar

from sqlalchemy import Select, or_, select

from ohms.domain.access import CASEWORK
from ohms.domain.actor import Actor
from ohms.domain.calendar import ONE_DAY, Quarter
from ohms.domain.errors import NotFound, RuleBroken
from ohms.domain.pace import as_of_day
from ohms.domain.quarter_figures import QuarterFacts
from ohms.domain.required_fte import RequiredFte, required_fte, twelve_months_to
from ohms.domain.values import Role
from ohms.models.claims import Claim, ClaimAssignment
from ohms.models.cohes import Cohe
from ohms.models.providers import Enrolment, ProviderAssignment
from ohms.queries.period_sums import (
    MinutesOfPeriod,
    claims_within,
    initiated_within,
    minutes_within,
)
from ohms.queries.prepared import AnySelect, prepared
from ohms.queries.responsibility import responsible_at_initiation
from ohms.queries.roll_ups import was_enrolled
from ohms.queries.rounds import Question, ask, asked, settled, side_by_side
from ohms.queries.scope import visible
from ohms.queries.settings import SettingsHistory, settings_histories
from ohms.queries.staffing import (
    DataReach,
    Period,
    Staffing,
    counts_for,
    data_reach,
    initiated,
    staffing_of,
)

QUARTERS_SHOWN = 12


class Sight(StrEnum):
    """How much of a centre's workload somebody sees."""

    PEOPLE = "people"
    FIGURES = "figures"
    OWN = "own"


class _HasSlug(Protocol):
    @property
    def slug(self) -> str: ...


Named = TypeVar("Named", bound=_HasSlug)


@dataclass(frozen=True, slots=True)
class Centre:
    id: int
    slug: str
    name: str
    sight: Sight


@dataclass(frozen=True, slots=True)
class Workload:
    """Everything that the figures of one centre and quarter are made of.

    `past` are the quarters up to and including the shown one for which there are data, oldest
    first; one's own workload has the shown quarter only.
    """

    centre: Centre
    facts: QuarterFacts
    minutes: MinutesOfPeriod
    past: tuple[QuarterFacts, ...]
    staffing: Staffing
    reach: DataReach
    required: RequiredFte | None
    history: SettingsHistory
    """What the contract's numbers were, through time."""


def centres(actor: Actor) -> list[Centre]:
    """The COHEs whose workload the actor sees in some way, by name."""
    (rows,) = ask(asked(_centres(actor)))
    return [Centre(row.id, row.slug, row.name, _sight(actor, row.id)) for row in rows]


@prepared
def _centres(actor: Actor) -> AnySelect:
    among = actor.cohes_as(Role.SUPERVISOR, Role.CONTRACT_MANAGER, *CASEWORK)
    return select(Cohe.id, Cohe.slug, Cohe.name).where(Cohe.id.in_(among)).order_by(Cohe.name)


def _sight(actor: Actor, cohe_id: int) -> Sight:
    if cohe_id in actor.cohes_as(Role.SUPERVISOR):
        return Sight.PEOPLE
    if cohe_id in actor.cohes_as(Role.CONTRACT_MANAGER):
        return Sight.FIGURES
    return Sight.OWN


def centre_named(found: Sequence[Named], slug: str | None) -> Named:
    """The centre of the address, or the first one's own; a foreign one does not exist."""
    for centre in found:
        if slug in (None, "", centre.slug):
            return centre
    raise NotFound


def quarter_asked(text: str | None, today: date) -> Quarter:
    """The quarter of the address, else the running one; one that has not begun does not exist."""
    try:
        quarter = Quarter.parse(text) if text else Quarter.of(today)
    except RuleBroken:
        raise NotFound from None
    if quarter > Quarter.of(today):
        raise NotFound
    return quarter


def workload(
    actor: Actor, centre: Centre, quarter: Quarter, *, most: int = QUARTERS_SHOWN
) -> Question[Workload]:
    """The workload of a centre in a quarter that has begun, with those before it, `most` in all: two
    rounds."""
    own = centre.sight is Sight.OWN
    reach = yield from _reach(actor, centre)
    counted_to = _counted_to(actor.on_day, reach)
    quarters = [quarter] if own else quarters_to(quarter, reach, most=most)
    periods = [_period(each, counted_to, actor.on_day) for each in quarters]
    as_of = periods[0][1]
    year = twelve_months_to(as_of)
    staff_id = actor.staff_id if own else None
    staffing, histories, (claims, in_year), minutes = yield from side_by_side(
        staffing_of(centre.id, periods[-1][0], quarter.last_on, staff_id=staff_id),
        settings_histories([centre.id]),
        claims_within(initiated_for(actor, centre), periods, year)
        if own
        else initiated_within(actor, centre.id, periods, year),
        minutes_within(actor, centre.id, periods, staff_id=staff_id),
    )
    history = histories[centre.id]
    found = [
        QuarterFacts(
            each,
            last_on,
            count,
            given.on_claims,
            staffing.facts,
            staffing.absences_within(first_on, each.last_on),
            staffing.calendar,
            history.on(first_on),
        )
        for each, (first_on, last_on), count, given in zip(
            quarters, periods, claims, minutes, strict=True
        )
    ]
    return Workload(
        centre,
        found[0],
        minutes[0],
        tuple(reversed(found)),
        staffing,
        reach,
        None if own else _required(found[0], in_year, reach),
        history,
    )


def workloads(
    actor: Actor, found: Sequence[Centre], quarter: Quarter, *, most: int
) -> Question[list[Workload]]:
    """Those of several centres, in as many rounds as of one."""
    return side_by_side(*(workload(actor, each, quarter, most=most) for each in found))


def initiated_for(actor: Actor, centre: Centre) -> Select[Claim]:
    """The claims initiated that one's figure counts: the COHE's, or those of one's own providers.

    A coordinator's go by who was responsible on the day of initiation.
    """
    if centre.sight is not Sight.OWN:
        return initiated(actor, centre.id)
    providers = select(ProviderAssignment.provider_id).where(
        ProviderAssignment.staff_id == actor.staff_id, ProviderAssignment.cohe_id == centre.id
    )
    named = (
        visible(actor, ClaimAssignment)
        .where(ClaimAssignment.staff_id == actor.staff_id)
        .with_only_columns(ClaimAssignment.claim_id)
    )
    return (
        visible(actor, Claim)
        .join(Enrolment, was_enrolled())
        .where(
            *counts_for(centre.id),
            or_(Claim.initiating_provider_id.in_(providers), Claim.id.in_(named)),
            responsible_at_initiation() == actor.staff_id,
        )
    )


def counted_period(actor: Actor, centre: Centre, quarter: Quarter) -> Period:
    """First and last day that the figures of a quarter count: the rows behind them stop there too."""
    return _period(quarter, _counted_to(actor.on_day, ask(_reach(actor, centre))), actor.on_day)


def _reach(actor: Actor, centre: Centre) -> Question[DataReach]:
    if centre.sight is Sight.OWN:
        return settled(DataReach(None, None, None))
    return data_reach(actor, centre.id, actor.on_day - ONE_DAY)


def _counted_to(today: date, reach: DataReach) -> date:
    yesterday = today - ONE_DAY
    return as_of_day(
        feed_complete_to=reach.feed_complete_to or yesterday,
        time_in_to=reach.time_in_to or yesterday,
        yesterday=yesterday,
    )


def _period(quarter: Quarter, counted_to: date, today: date) -> Period:
    """A finished quarter whole, the running one up to its as-of day (before its first: none)."""
    if quarter.last_on < today:
        return quarter.first_on, quarter.last_on
    return quarter.first_on, max(min(counted_to, quarter.last_on), quarter.first_on - ONE_DAY)


def quarters_to(quarter: Quarter, reach: DataReach, *, most: int = QUARTERS_SHOWN) -> list[Quarter]:
    """Up to `most` quarters, the shown one first, none from before the first claim."""
    quarters = [quarter]
    while len(quarters) < most and reach.claims_from is not None:
        before = quarters[-1].previous
        if before.last_on < reach.claims_from:
            break
        quarters.append(before)
    return quarters


def _required(facts: QuarterFacts, claims: int, reach: DataReach) -> RequiredFte | None:
    if reach.claims_from is None or reach.claims_from > facts.as_of:
        return None
    return required_fte(
        claims, as_of=facts.as_of, data_from=reach.claims_from, settings=facts.settings
    )
