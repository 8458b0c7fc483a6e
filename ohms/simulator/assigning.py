"""Which coordinator has which provider, and who stands in: dated, through every change of staff."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ohms.domain.calendar import ONE_DAY
from ohms.domain.values import Role
from ohms.simulator.planned import (
    PlannedAssignment,
    PlannedPosition,
    PlannedProvider,
)
from ohms.simulator.staffing import NEWCOMER, PREDECESSOR

SUCCESSOR = {PREDECESSOR: NEWCOMER}
"""A successor takes over the whole list; anybody else's list is dealt out to the colleagues."""


@dataclass(frozen=True, slots=True)
class _Stretch:
    """A range of days in which the same coordinators are there."""

    from_on: date | None
    to_on: date | None
    present: tuple[PlannedPosition, ...]


def _stretches(positions: Sequence[PlannedPosition]) -> list[_Stretch]:
    turns = {p.to_on + ONE_DAY for p in positions if p.to_on is not None}
    edges: list[date | None] = [None, *sorted(turns)]
    found = []
    for n, from_on in enumerate(edges):
        following = edges[n + 1] if n + 1 < len(edges) else None
        to_on = following - ONE_DAY if following else None
        day = from_on or min(turns, default=date.max) - ONE_DAY
        found.append(_Stretch(from_on, to_on, tuple(p for p in positions if p.held_on(day))))
    return found


def _dealt(
    providers: Sequence[PlannedProvider],
    present: Sequence[PlannedPosition],
    before: dict[str, str],
) -> dict[str, str]:
    """Provider id to user name: whoever had it keeps it; the rest go to the lightest loaded."""
    minutes = {p.staff: p.weekly_minutes for p in present}
    load = dict.fromkeys(minutes, 0.0)
    holder: dict[str, str] = {}
    free: list[PlannedProvider] = []
    for provider in providers:
        had = before.get(provider.provider_id)
        keeper = had if had in minutes else SUCCESSOR.get(had or "")
        if keeper in minutes:
            holder[provider.provider_id] = keeper
            load[keeper] += provider.weight
        else:
            free.append(provider)
    for provider in sorted(free, key=lambda p: (-p.weight, p.provider_id)):
        lightest = min(minutes, key=lambda name: (load[name] + provider.weight) / minutes[name])
        holder[provider.provider_id] = lightest
        load[lightest] += provider.weight
    return holder


def _next_after(username: str, present: Sequence[PlannedPosition]) -> str:
    names = [p.staff for p in present]
    return names[(names.index(username) + 1) % len(names)]


def _merged(rows: list[PlannedAssignment]) -> list[PlannedAssignment]:
    """Rows of one provider in the order of time, equal neighbours joined."""
    joined: list[PlannedAssignment] = []
    for row in rows:
        last = joined[-1] if joined else None
        if last and (last.staff, last.deputy) == (row.staff, row.deputy):
            joined[-1] = PlannedAssignment(
                row.provider_id, row.cohe, row.staff, row.deputy, last.from_on, row.to_on
            )
        else:
            joined.append(row)
    return joined


def assignments_of(
    cohe: str,
    providers: Sequence[PlannedProvider],
    positions: Sequence[PlannedPosition],
    first_day: date,
) -> list[PlannedAssignment]:
    """Every provider's coordinator and standing deputy, from before the first day of claims.

    In cascade the least busy provider of hsc2 has no deputy: the one gap of the vacation story.
    """
    coordinators = [p for p in positions if p.role == Role.HSC and p.cohe == cohe]
    begun = min(first_day, min(p.from_on for p in coordinators if p.from_on < first_day))
    rows: dict[str, list[PlannedAssignment]] = {p.provider_id: [] for p in providers}
    holder: dict[str, str] = {}
    for stretch in _stretches(coordinators):
        holder = _dealt(providers, stretch.present, holder)
        for provider in providers:
            staff = holder[provider.provider_id]
            rows[provider.provider_id].append(
                PlannedAssignment(
                    provider_id=provider.provider_id,
                    cohe=cohe,
                    staff=staff,
                    deputy=_next_after(staff, stretch.present),
                    from_on=stretch.from_on or max(begun, provider.enrolled_from),
                    to_on=stretch.to_on,
                )
            )
    merged = [row for provider in providers for row in _merged(rows[provider.provider_id])]
    return _without_one_deputy(merged, "cascade.hsc2") if cohe == "cascade" else merged


def _without_one_deputy(rows: list[PlannedAssignment], username: str) -> list[PlannedAssignment]:
    """The last, least busy provider of this coordinator is left without a deputy."""
    at = max(n for n, row in enumerate(rows) if row.staff == username)
    row = rows[at]
    bare = PlannedAssignment(row.provider_id, row.cohe, row.staff, None, row.from_on, row.to_on)
    return [*rows[:at], bare, *rows[at + 1 :]]
