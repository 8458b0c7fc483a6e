"""Which rows an address asks for: of a quarter, a COHE, a kind of minutes, a position, and whose."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import request

from ohms.domain.actor import Actor
from ohms.domain.calendar import ONE_DAY, Quarter
from ohms.domain.errors import NotFound
from ohms.domain.required_fte import twelve_months_to
from ohms.domain.values import OtherTime, Role, StandardWork
from ohms.queries.measure_scopes import Scope, names_of
from ohms.queries.staffing import Period
from ohms.queries.workload import (
    Centre,
    Sight,
    centre_named,
    centres,
    counted_period,
    quarter_asked,
)
from ohms.queries.workload_minutes import MinutesKind, WhichMinutes
from ohms.web import filters
from ohms.web.scopes import scope_asked, scope_state
from ohms.web.words import words

YEAR = "year"
LAST = "last"
LISTS = ("/workload/claims", "/workload/minutes", "/workload/positions")
KINDS = {
    MinutesKind.COUNTED: "Claim-specific minutes",
    MinutesKind.WAITING: "Waiting minutes",
    MinutesKind.OTHER: "Minutes for no claim",
    MinutesKind.ALL: "All minutes",
}
OF_ATTESTING = {
    MinutesKind.CONFIRMED: "Minutes that count, on claims and for none",
    MinutesKind.UNCONFIRMED: "Minutes waiting for their person",
}
WHOLE = "all"
"""Of the quarter's days, instead of those that the figures of workload count."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address of a list says, and the days that its figure counts."""

    centre: Centre
    quarter: Quarter
    period: Period
    which: WhichMinutes
    scope: Scope | None
    is_year: bool
    """The claims of the twelve months up to the figures' last day, instead of the quarter's."""

    year_to: date | None
    """The last day of the twelve months, where a figure goes by another than the quarter's figures."""

    of_fte: bool
    """The positions that make up FTE, instead of all."""

    whole_quarter: bool
    """To the quarter's end, whatever is complete yet: as time is attested."""

    held_last: bool
    """Of the positions those alone that were held on the last day counted."""

    @property
    def name(self) -> str:
        return f"{self.centre.slug}-{self.quarter}"

    @property
    def of_minutes(self) -> tuple[Centre, Period, WhichMinutes]:
        return self.centre, self.period, self.which

    @property
    def of_claims(self) -> tuple[Centre, Period]:
        year = twelve_months_to(self.year_to or self.period[1])
        return self.centre, year if self.is_year else self.period

    @property
    def whose(self) -> str:
        """The name of the provider, clinic or person asked for."""
        return names_of(self.scope.kind, [self.scope.id])[self.scope.id] if self.scope else ""

    @property
    def own(self) -> bool:
        return self.centre.sight is Sight.OWN

    @property
    def all_of_fte(self) -> bool:
        """Of positions: whether they are those that make up FTE, everybody's and no other."""
        return self.of_fte and self.scope is None and not self.own

    @property
    def what(self) -> str:
        which = self.which
        said = (
            {**KINDS, **OF_ATTESTING}[which.kind]
            if which.category is None
            else f"{words(which.category)}: minutes"
        )
        said = said if which.item is None else f"{said}, {words(which.item).lower()}"
        return said if which.role is None else f"{said}, {words(which.role).lower()}s"

    def link(self, path: str, **changes: Any) -> str:
        """This list, or another of the same quarter, with its state in the address."""
        state: dict[str, Any] = {
            "quarter": self.quarter,
            "cohe": self.centre.slug,
        }
        if path.startswith(LISTS):
            state |= scope_state(self.scope)
        if path.startswith("/workload/claims") and self.is_year:
            state |= {"span": YEAR, "to": self.year_to}
        if path.startswith("/workload/positions") and self.of_fte:
            state["fte"] = "yes"
        if path.startswith("/workload/positions") and self.held_last:
            state["held"] = LAST
        if "minutes" in path:
            state |= {
                "kind": self.which.kind.value,
                "position": self.which.position_id,
                "category": self.which.category and self.which.category.value,
                "role": self.which.role and self.which.role.value,
                "item": self.which.item and self.which.item.value,
                "days": WHOLE if self.whole_quarter else None,
            }
        return filters.link_to(path, state | changes)

    @property
    def without_scope(self) -> dict[str, None]:
        """What an address leaves out when everybody's rows are asked for."""
        return dict.fromkeys(scope_state(self.scope), None)

    @property
    def kinds(self) -> list[tuple[str, str, bool]]:
        return [
            (
                label,
                self.link("/workload/minutes", kind=kind.value, category=None),
                kind is self.which.kind and self.which.category is None,
            )
            for kind, label in (KINDS | (OF_ATTESTING if self.is_of_attesting else {})).items()
        ]

    @property
    def is_of_attesting(self) -> bool:
        return self.whole_quarter or self.which.kind in OF_ATTESTING


def asked_for(actor: Actor) -> Asked:
    """NotFound for a foreign COHE, a quarter to come and what is no quarter."""
    centre = centre_named(centres(actor), request.args.get("cohe"))
    quarter = quarter_asked(request.args.get("quarter"), actor.on_day)
    scope, whole = scope_asked(), request.args.get("days") == WHOLE
    if scope and scope.id is not None and scope.id not in names_of(scope.kind, [scope.id]):
        raise NotFound
    return Asked(
        centre,
        quarter,
        (quarter.first_on, quarter.last_on) if whole else counted_period(actor, centre, quarter),
        WhichMinutes(
            filters.one_of(request.args, "kind", MinutesKind) or MinutesKind.COUNTED,
            filters.whole_number(request.args, "position"),
            filters.one_of(request.args, "category", OtherTime),
            filters.one_of(request.args, "role", Role),
            filters.one_of(request.args, "item", StandardWork),
            scope,
        ),
        scope,
        request.args.get("span") == YEAR,
        _day_that_is_over(actor),
        filters.yes_or_no(request.args, "fte") is True,
        whole,
        request.args.get("held") == LAST,
    )


def _day_that_is_over(actor: Actor) -> date | None:
    asked, yesterday = filters.day(request.args, "to"), actor.on_day - ONE_DAY
    return min(asked, yesterday) if asked else None
