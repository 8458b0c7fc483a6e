"""Which rows an address asks for: of a quarter, a COHE, a kind of minutes, a position."""

from dataclasses import dataclass
from typing import Any

from flask import request

from ohms.domain.access import Actor
from ohms.domain.calendar import Quarter
from ohms.queries.staffing import Period
from ohms.queries.workload import (
    Centre,
    Sight,
    centre_named,
    centres,
    counted_period,
    quarter_asked,
)
from ohms.queries.workload_rows import MinutesKind
from ohms.web import filters

KINDS = {
    MinutesKind.COUNTED: "Claim-specific minutes",
    MinutesKind.WAITING: "Waiting minutes",
    MinutesKind.OTHER: "Minutes for no claim",
    MinutesKind.ALL: "All minutes",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address of a list says, and the days that its figure counts."""

    centre: Centre
    quarter: Quarter
    period: Period
    kind: MinutesKind
    position_id: int | None

    @property
    def name(self) -> str:
        return f"{self.centre.slug}-{self.quarter}"

    @property
    def of_minutes(self) -> tuple[Centre, Period, MinutesKind, int | None]:
        return self.centre, self.period, self.kind, self.position_id

    @property
    def own(self) -> bool:
        return self.centre.sight is Sight.OWN

    @property
    def what(self) -> str:
        return KINDS[self.kind]

    def link(self, path: str, **changes: Any) -> str:
        """This list, or another of the same quarter, with its state in the address."""
        state = {
            "quarter": self.quarter,
            "cohe": self.centre.slug,
            "kind": self.kind.value if "minutes" in path else None,
            "position": self.position_id if "minutes" in path else None,
        }
        return filters.link_to(path, state | changes)

    @property
    def kinds(self) -> list[tuple[str, str, bool]]:
        return [
            (label, self.link("/workload/minutes", kind=kind.value), kind is self.kind)
            for kind, label in KINDS.items()
        ]


def asked_for(actor: Actor) -> Asked:
    """NotFound for a foreign COHE and a quarter to come; RuleBroken for what is no quarter."""
    centre = centre_named(centres(actor), request.args.get("cohe"))
    quarter = quarter_asked(request.args.get("quarter"), actor.on_day)
    return Asked(
        centre,
        quarter,
        counted_period(actor, centre, quarter),
        filters.one_of(request.args, "kind", MinutesKind) or MinutesKind.COUNTED,
        filters.whole_number(request.args, "position"),
    )
