"""What can be supposed on the ledger, and what is written of a discussion."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from ohms import clock
from ohms.domain.calendar import written
from ohms.domain.discussions import LONGEST_PEOPLE, LONGEST_TEXT, Discussion
from ohms.domain.staffing import AbsenceFact
from ohms.domain.values import Role
from ohms.domain.what_if import RAMP_WEEKS, Hire, WhatIf
from ohms.queries.staffing import StaffedPosition
from ohms.web.fields import (
    ChoiceField,
    DayField,
    LineField,
    ProseField,
    WholeNumberField,
    chosen_id,
)
from ohms.web.forms import OhmsForm, VersionedForm

COUNTED = {"yes": "Counted", "no": "Not counted"}
MINUTES_AN_HOUR = 60
ROLES = {Role.HSC: "coordinator", Role.HSC_ASSISTANT: "assistant"}


class WhatIfForm(OhmsForm):
    """A supposition as an address says it: a link that a colleague can open, and no change."""

    class Meta:
        csrf = False

    hire_on = DayField("A coordinator begins on")
    hire_hours = WholeNumberField("Hours a week", least=1, most=200)
    ramp = WholeNumberField("Weeks to full speed", least=0, most=52)
    departs = ChoiceField("Leaves", {}, empty="Nobody")
    departs_on = DayField("Last day worked")
    away = ChoiceField("Is away", {}, empty="Nobody")
    away_from = DayField("From")
    away_to = DayField("To")
    volume_more = WholeNumberField("More claims, percent", least=0, most=100)
    volume_fewer = WholeNumberField("Fewer claims, percent", least=0, most=100)
    assistants = ChoiceField("Assistants", COUNTED, empty="As the contract says")

    def offer(self, held: Sequence[StaffedPosition]) -> None:
        """The positions that may end or be away; none for who sees no people."""
        positions = [(str(each.fact.position_id), _named(each)) for each in held]
        for field in (self.departs, self.away):
            field.offer([("", "Nobody"), *positions])

    @property
    def supposed(self) -> WhatIf:
        """After `validate`, which sees to it that what belongs together is there."""
        return WhatIf(
            hire=self._hire(),
            departs=chosen_id(self.departs.data),
            departs_on=self.departs_on.data if self.departs.data else None,
            leave=self._leave(),
            volume_percent=(self.volume_more.data or 0) - (self.volume_fewer.data or 0),
            assistants={"yes": True, "no": False}.get(self.assistants.data or ""),
        )

    def validate(self, extra_validators: Any = None) -> bool:
        """Each field by itself, and a day for who leaves and for who is away."""
        fine: bool = super().validate(extra_validators)
        lacking = [
            (self.hire_on, self.hire_hours.data, "Enter the day on which they begin."),
            (self.departs_on, self.departs.data, "Enter their last day."),
            (self.away_from, self.away.data, "Enter the first day of the absence."),
            (self.away_to, self.away.data, "Enter the last day of the absence."),
        ]
        for field, needed, sentence in lacking:
            if needed and field.data is None and not field.errors:
                fine = _wrong(field, sentence)
        for field in (self.hire_on, self.departs_on):
            if field.data is not None and field.data < clock.today():
                fine = _wrong(field, "Enter a day from today on: what was is counted already.")
        if fine and self.away.data and self.away_to.data < self.away_from.data:
            fine = _wrong(self.away_to, "Enter a last day that is not before the first.")
        return fine

    def _hire(self) -> Hire | None:
        if self.hire_on.data is None:
            return None
        ramp = RAMP_WEEKS if self.ramp.data is None else self.ramp.data
        return Hire(self.hire_on.data, (self.hire_hours.data or 40) * MINUTES_AN_HOUR, ramp)

    def _leave(self) -> AbsenceFact | None:
        position = chosen_id(self.away.data)
        if position is None:
            return None
        return AbsenceFact(position, self.away_from.data, self.away_to.data)


class DiscussionForm(VersionedForm):
    discussed_on = DayField("Discussed on", past=True, demand="Enter the day of the discussion.")
    people = LineField(
        "With whom", longest=LONGEST_PEOPLE, demand="Enter who took part, on both sides."
    )
    forecast_volumes = ProseField(
        "Forecast volumes",
        longest=LONGEST_TEXT,
        demand="Enter what was said of the claims to come.",
    )
    staffing_strategies = ProseField(
        "Staffing strategies",
        longest=LONGEST_TEXT,
        demand="Enter what was said of how to staff for them.",
    )
    agreed = ProseField(
        "What was agreed", longest=LONGEST_TEXT, demand="Enter what was agreed, if nothing say so."
    )
    what_if = ProseField("The what-if as it stood", longest=LONGEST_TEXT)

    @property
    def said(self) -> Discussion:
        discussed_on: date = self.discussed_on.data
        return Discussion(
            discussed_on,
            self.people.data or "",
            self.forecast_volumes.data or "",
            self.staffing_strategies.data or "",
            self.agreed.data or "",
        )


class ConfirmForm(VersionedForm):
    """A press without anything to enter."""


def _wrong(field: Any, sentence: str) -> bool:
    field.errors = [*field.errors, sentence]
    return False


def _named(each: StaffedPosition) -> str:
    hours = f"{each.fact.weekly_minutes / MINUTES_AN_HOUR:g} h a week"
    until = f", until {written(each.fact.to_on)}" if each.fact.to_on else ""
    return f"{each.name}, {ROLES[each.fact.role]}, {hours}{until}"
