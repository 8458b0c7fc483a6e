"""Which rows an address asks for: of a quarter, a COHE, a kind of minutes, a position."""

from dataclasses import dataclass
from typing import Any

from flask import request

from ohms.domain.access import Actor
from ohms.domain.calendar import Quarter
from ohms.domain.values import OtherTime, Role, StandardWork
from ohms.queries.staffing import Period
from ohms.queries.workload import (
    Centre,
    Sight,
    centre_named,
    centres,
    counted_period,
    quarter_asked,
)
from ohms.queries.workload_rows import MinutesKind, WhichMinutes
from ohms.web import filters
from ohms.web.words import words

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
    which: WhichMinutes

    @property
    def name(self) -> str:
        return f"{self.centre.slug}-{self.quarter}"

    @property
    def of_minutes(self) -> tuple[Centre, Period, WhichMinutes]:
        return self.centre, self.period, self.which

    @property
    def own(self) -> bool:
        return self.centre.sight is Sight.OWN

    @property
    def what(self) -> str:
        which = self.which
        said = KINDS[which.kind] if which.category is None else f"{words(which.category)}: minutes"
        said = said if which.item is None else f"{said}, {words(which.item).lower()}"
        return said if which.role is None else f"{said}, {words(which.role).lower()}s"

    def link(self, path: str, **changes: Any) -> str:
        """This list, or another of the same quarter, with its state in the address."""
        state: dict[str, Any] = {
            "quarter": self.quarter,
            "cohe": self.centre.slug,
        }
        if "minutes" in path:
            state |= {
                "kind": self.which.kind.value,
                "position": self.which.position_id,
                "category": self.which.category and self.which.category.value,
                "role": self.which.role and self.which.role.value,
                "staff": self.which.staff_id,
                "item": self.which.item and self.which.item.value,
            }
        return filters.link_to(path, state | changes)

    @property
    def kinds(self) -> list[tuple[str, str, bool]]:
        return [
            (
                label,
                self.link("/workload/minutes", kind=kind.value, category=None),
                kind is self.which.kind and self.which.category is None,
            )
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
        WhichMinutes(
            filters.one_of(request.args, "kind", MinutesKind) or MinutesKind.COUNTED,
            filters.whole_number(request.args, "position"),
            filters.one_of(request.args, "category", OtherTime),
            filters.one_of(request.args, "role", Role),
            filters.whole_number(request.args, "staff"),
            filters.one_of(request.args, "item", StandardWork),
        ),
    )
