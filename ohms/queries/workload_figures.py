"""The measures of workload as figures of a COHE's quarter, and of its providers, clinics and people:
each with the number of rows behind it."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from types import MappingProxyType
from typing import Any, NamedTuple

from sqlalchemy import func

from ohms.domain.actor import Actor
from ohms.domain.calendar import Quarter
from ohms.domain.measure import Measure, ScopeKind
from ohms.domain.quarter_figures import QuarterFacts
from ohms.extensions import db
from ohms.models.claims import Claim
from ohms.models.providers import Provider
from ohms.models.time import TimeEntry
from ohms.queries.measure_scopes import Scope, claim_key, names_of
from ohms.queries.roll_ups import MinutesRollUp, kind_of_minutes, sums_of
from ohms.queries.rounds import Question, ask, settled, side_by_side
from ohms.queries.scope import claim_of_counted, countable, visible
from ohms.queries.workload import Sight, Workload, initiated_for
from ohms.queries.workload_people import OpenWork, PositionRow, open_work, position_rows

MINUTES: Mapping[str, str] = MappingProxyType(
    {"claim_minutes": "counted", "waiting_minutes": "waiting", "other_minutes": "other"}
)
OF_POSITIONS: Mapping[str, Callable[[PositionRow], Fraction]] = MappingProxyType(
    {
        "available_minutes": lambda row: Fraction(row.fte.available),
        "unlogged_minutes": lambda row: Fraction(row.unlogged),
        "fte_staffed": lambda row: row.fte.staffed,
        "fte_claim_specific": lambda row: row.fte.claim_specific,
        "fte_logged": lambda row: row.fte.logged,
    }
)
FTE = ("fte_staffed", "fte_claim_specific", "fte_logged")
OF_TODAY = ("open_claims", "overdue_tasks")


class Counted(NamedTuple):
    """A figure, and the number of rows it is made of. `value` None: not computable."""

    value: Fraction | None
    rows: int


class CountedOf(NamedTuple):
    """The figure of one provider, clinic or coordinator."""

    scope: Scope
    name: str
    counted: Counted


def quarter_figures(actor: Actor, load: Workload) -> Question[dict[str, Counted]]:
    """Every measure of workload that somebody has of the quarter, by name: a coordinator their own,
    without what is said of a COHE alone; what is open today with the running quarter only."""
    if not load.facts.has_begun:
        return {}
    tells_today = _tells_today(actor, load)
    minutes, work = yield from side_by_side(
        _minutes_by(actor, load, ScopeKind.HSC),
        open_work(actor, load) if tells_today else settled([]),
    )
    positions = position_rows(load)
    found = {
        "claims_initiated": Counted(Fraction(load.facts.claims), load.facts.claims),
        **{name: _sum(minutes[kind].values()) for name, kind in MINUTES.items()},
        **{name: _of_positions(name, load, positions) for name in OF_POSITIONS},
    }
    if load.centre.sight is not Sight.OWN:
        found |= _of_the_cohe(load)
    if tells_today:
        found |= {name: _sum(_open(work, name).values()) for name in OF_TODAY}
    return found


def told_apart(actor: Actor, load: Workload, measure: Measure, kind: ScopeKind) -> list[CountedOf]:
    """A measure by provider, clinic or coordinator, by name, nobody's last. Empty where it is not told
    apart so, and of minutes for who has the COHE's figures alone: they would be a person's."""
    if kind not in measure.by or not load.facts.has_begun:
        return []
    found = _groups(actor, load, measure.name, kind)
    names = names_of(kind, found)
    each = [CountedOf(Scope(kind, key), names[key], counted) for key, counted in found.items()]
    return sorted(each, key=lambda one: (one.scope.id is None, one.name, one.scope.id or 0))


def is_told_apart(load: Workload, measure: Measure) -> bool:
    if not measure.by:
        return False
    return measure.name == "claims_initiated" or load.centre.sight is not Sight.FIGURES


def _groups(
    actor: Actor, load: Workload, name: str, kind: ScopeKind
) -> Mapping[int | None, Counted]:
    if name == "claims_initiated":
        return _claims_by(actor, load, kind)
    if load.centre.sight is Sight.FIGURES:
        return {}
    if name in MINUTES:
        return ask(_minutes_by(actor, load, kind))[MINUTES[name]]
    if name in OF_TODAY:
        return _open(ask(open_work(actor, load)), name) if _tells_today(actor, load) else {}
    people: dict[int | None, list[PositionRow]] = defaultdict(list)
    for row in position_rows(load):
        people[row.staff_id].append(row)
    found = {staff_id: _of_positions(name, load, rows) for staff_id, rows in people.items()}
    return {staff_id: counted for staff_id, counted in found.items() if counted.rows}


def _of_positions(name: str, load: Workload, rows: Sequence[PositionRow]) -> Counted:
    """FTE is that of the positions that count; one's own position counts for oneself."""
    if name in FTE and load.centre.sight is not Sight.OWN:
        rows = [row for row in rows if row.counts]
    of = OF_POSITIONS[name]
    return Counted(sum((of(row) for row in rows), Fraction(0)), len(rows))


def _of_the_cohe(load: Workload) -> dict[str, Counted]:
    """What is worked out from other measures has no rows of its own."""
    facts = load.facts
    bases = facts.bases()
    room = facts.headroom(facts.basis, bases)
    found = {
        "claims_per_fte": Counted(facts.figure(facts.basis, bases).ratio, 0),
        "headroom": Counted(Fraction(room.claims), 0),
    }
    if not facts.is_finished:
        found["at_this_pace"] = Counted(_pace(facts), 0)
    if load.required is not None:
        year = load.required.claims
        found["claims_in_year"] = Counted(Fraction(year), year)
        found["required_fte"] = Counted(load.required.exact, 0)
    return found


def _pace(facts: QuarterFacts) -> Fraction | None:
    pace = facts.pace(facts.basis, facts.bases())
    return None if pace.too_early else pace.at_this_pace


def _tells_today(actor: Actor, load: Workload) -> bool:
    running = load.facts.quarter == Quarter.of(actor.on_day)
    return running and load.centre.sight is not Sight.FIGURES


def _open(work: Sequence[OpenWork], name: str) -> dict[int | None, Counted]:
    counts = {
        row.staff_id: row.all_claims if name == "open_claims" else row.overdue for row in work
    }
    return {person: Counted(Fraction(count), count) for person, count in counts.items()}


def _claims_by(actor: Actor, load: Workload, kind: ScopeKind) -> dict[int | None, Counted]:
    rows = db.session.execute(
        initiated_for(actor, load.centre)
        .join(Provider, Provider.id == Claim.initiating_provider_id)
        .where(Claim.initiated_on.between(load.facts.quarter.first_on, load.facts.as_of))
        .with_only_columns(claim_key(kind).label("whose"), func.count())
        .group_by("whose")
    )
    return {whose: Counted(Fraction(count), count) for whose, count in rows}


def _minutes_by(
    actor: Actor, load: Workload, kind: ScopeKind
) -> Question[Mapping[str, dict[int | None, Counted]]]:
    """By what they are (on claims, waiting, other), then by whose."""
    found: dict[str, dict[int | None, Counted]] = defaultdict(dict)
    of_people = kind is ScopeKind.HSC
    (rows,) = yield (_by_person(actor, load) if of_people else _by_claim(actor, load, kind),)
    for one, what, minutes, entries in rows:
        found[what][one] = Counted(Fraction(int(minutes)), int(entries))
    return found


def _by_person(actor: Actor, load: Workload) -> Any:
    """By their roll-ups."""
    statement: Any = countable(actor, MinutesRollUp)
    if load.centre.sight is Sight.OWN:
        statement = visible(actor, MinutesRollUp).where(MinutesRollUp.staff_id == actor.staff_id)
    period = (load.facts.quarter.first_on, load.facts.as_of)
    return (
        statement.where(MinutesRollUp.cohe_id == load.centre.id, sums_of([period]))
        .with_only_columns(
            MinutesRollUp.staff_id,
            MinutesRollUp.kind,
            func.sum(MinutesRollUp.minutes),
            func.sum(MinutesRollUp.entries),
        )
        .group_by(MinutesRollUp.staff_id, MinutesRollUp.kind)
    )


def _by_claim(actor: Actor, load: Workload, kind: ScopeKind) -> Any:
    """Whose a claim is no roll-up knows: by the entries of the quarter."""
    own = load.centre.sight is Sight.OWN
    statement: Any = visible(actor, TimeEntry) if own else countable(actor, TimeEntry)
    if own:
        statement = statement.where(TimeEntry.staff_id == actor.staff_id)
    return (
        statement.join(Claim, Claim.id == TimeEntry.claim_id)
        .join(Provider, Provider.id == Claim.initiating_provider_id)
        .where(
            claim_of_counted(TimeEntry),
            TimeEntry.cohe_id == load.centre.id,
            TimeEntry.voided_at.is_(None),
            TimeEntry.performed_on.between(load.facts.quarter.first_on, load.facts.as_of),
        )
        .with_only_columns(
            claim_key(kind).label("whose"),
            kind_of_minutes(),
            func.sum(TimeEntry.minutes),
            func.count(),
        )
        .group_by("whose", "kind")
    )


def _sum(all_of_them: Iterable[Counted]) -> Counted:
    listed = list(all_of_them)
    return Counted(
        sum((each.value or Fraction(0) for each in listed), Fraction(0)),
        sum(each.rows for each in listed),
    )
