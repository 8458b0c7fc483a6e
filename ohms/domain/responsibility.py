"""Who answered for a claim on which day: given by name before all, else by its provider.

Both kinds of facts are dated, and one holds a day. Cover while somebody is away changes nothing here:
the coordinator stays responsible, whoever acts for them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from ohms.domain.calendar import ONE_DAY


@dataclass(frozen=True, slots=True)
class Held:
    """Somebody answers from a day to a day, both included; `to_on` None: open."""

    from_on: date
    to_on: date | None
    staff_id: int

    def holds_on(self, day: date) -> bool:
        return self.from_on <= day and (self.to_on is None or day <= self.to_on)


@dataclass(frozen=True, slots=True)
class Stretch(Held):
    """A stretch of days with one person; `by_name` where the claim was given to them."""

    by_name: bool


def responsible_on(day: date, named: Iterable[Held], by_provider: Iterable[Held]) -> Stretch | None:
    """Who answers on a day, as a stretch of that one day; None: nobody."""
    for kind, by_name in ((named, True), (by_provider, False)):
        for held in kind:
            if held.holds_on(day):
                return Stretch(day, day, held.staff_id, by_name)
    return None


def stretches(named: Iterable[Held], by_provider: Iterable[Held], first_on: date) -> list[Stretch]:
    """Who answered since `first_on`, stretch by stretch; days with nobody are left out."""
    named, by_provider = list(named), list(by_provider)
    found: list[Stretch] = []
    starts = _starts([*named, *by_provider], first_on)
    for start, following in zip(starts, [*starts[1:], None], strict=True):
        standing = responsible_on(start, named, by_provider)
        if standing is not None:
            last_on = following - ONE_DAY if following is not None else None
            found.append(Stretch(start, last_on, standing.staff_id, standing.by_name))
    return _joined(found)


def _starts(held: Iterable[Held], first_on: date) -> list[date]:
    """The days on which something may change, the first day before all."""
    days = {first_on}
    for each in held:
        days.add(each.from_on)
        if each.to_on is not None:
            days.add(each.to_on + ONE_DAY)
    return sorted(day for day in days if day >= first_on)


def _joined(found: list[Stretch]) -> list[Stretch]:
    """Neighbours of one person and kind as one stretch."""
    joined: list[Stretch] = []
    for each in found:
        last = joined[-1] if joined else None
        if (
            last is not None
            and last.to_on is not None
            and (last.staff_id, last.by_name) == (each.staff_id, each.by_name)
            and last.to_on + ONE_DAY == each.from_on
        ):
            joined[-1] = Stretch(last.from_on, each.to_on, each.staff_id, each.by_name)
        else:
            joined.append(each)
    return joined
