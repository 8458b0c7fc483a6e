"""What was simulated so far, as the audit entries of the simulation tell it.

To be asked inside a bulk unit: audit entries are read without an actor's scope.
"""

import json
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from ohms.commands.audit import Entry
from ohms.extensions import db
from ohms.models.audit import AuditEntry
from ohms.models.cohes import Cohe

ACTION = "simulate"


@dataclass(frozen=True, slots=True)
class Simulated:
    """The simulation of a database: how it was founded, and how far it is.

    `founded_on`: the day from which the world was told back; `to_on`: the last day simulated.
    """

    seed: int
    cohes: int
    claims_per_year: int | None
    founded_on: date
    first_day: date
    notes_from: date
    to_on: date
    hired: tuple[str, ...] = ()
    """People who came later than the founding, to fill a vacancy."""


def entry_of(done: Simulated, counts: dict[str, int]) -> Entry:
    """The audit entry of a finished stretch: how far the simulation is, and how many rows of what."""
    said = {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in asdict(done).items()
    }
    return Entry(ACTION, detail={"simulated": said, "counts": counts})


def organisation_entry(counts: dict[str, int]) -> Entry:
    """The audit entry of the first step: centres and people stand, nothing else yet."""
    return Entry(ACTION, detail={"counts": counts})


def simulated_so_far() -> Simulated | None:
    """How far the simulation is, or None where none was finished."""
    for detail in _details():
        said = json.loads(detail or "{}").get("simulated")
        if said is not None:
            return Simulated(**{name: _read(name, value) for name, value in said.items()})
    return None


def simulated_tasks() -> list[tuple[int, int]]:
    """First and last id of the tasks of each stretch: the others were written by people."""
    counts = [json.loads(detail or "{}").get("counts", {}) for detail in _details()]
    return [
        (each["first_task"], each["first_task"] + each["tasks"] - 1)
        for each in counts
        if each.get("tasks")
    ]


def was_begun() -> bool:
    """Whether a simulation began here, finished or not."""
    return bool(_details())


def is_untouched() -> bool:
    """Whether the database holds no centre yet."""
    return db.session.execute(select(Cohe.id).limit(1)).first() is None


def _details() -> list[str | None]:
    newest_first = select(AuditEntry.detail).where(AuditEntry.action == ACTION)
    return list(db.session.execute(newest_first.order_by(AuditEntry.id.desc())).scalars())


def _read(name: str, value: Any) -> Any:
    if name == "hired":
        return tuple(value)
    return date.fromisoformat(value) if name.endswith(("_on", "_day", "_from")) else value
