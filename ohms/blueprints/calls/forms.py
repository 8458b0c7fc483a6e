"""What can be entered about a call: labels, choices and shape; `domain/calls.py` decides."""

from typing import Self

from wtforms import HiddenField, SelectField

from ohms import clock
from ohms.domain.access import CASEWORK
from ohms.domain.actor import Actor
from ohms.domain.calls import TakenCall
from ohms.domain.time_entries import MINUTES_A_DAY
from ohms.domain.values import MinutesFrom
from ohms.web.fields import (
    BirthDateField,
    DayField,
    LineField,
    ProseField,
    WholeNumberField,
)
from ohms.web.forms import OhmsForm
from ohms.web.words import words

FROM = {value.value: value for value in MinutesFrom}


class CallForm(OhmsForm):
    """A call as the caller told it."""

    caller = LineField("Who called", longest=120, demand="Enter who called.")
    call_back = LineField("Call-back number", longest=40)
    claim_number = LineField("Claim number", longest=16)
    name = LineField("Worker's name", longest=120)
    birth_date = BirthDateField("Birth date")
    message = ProseField("Message", demand="Enter what the call was about.")
    promise = LineField("Promised", longest=200)
    minutes = WholeNumberField("Minutes", least=1, most=MINUTES_A_DAY)
    minutes_from = HiddenField(default=MinutesFrom.TYPED.value)
    performed_on = DayField("Day of the call", past=True)
    position_id = SelectField("Position", coerce=int, validate_choice=False)

    @classmethod
    def of(cls, actor: Actor) -> Self:
        """The form for a person; the position is asked only of who holds several."""
        form = cls()
        held = [(h.id, h) for h in actor.positions if h.role in CASEWORK and h.id is not None]
        form.position_id.choices = [(i, f"{words(h.role)}, {h.cohe_name}") for i, h in held]
        if len(held) < 2:
            del form.position_id
        return form

    @property
    def position(self) -> int | None:
        return self.position_id.data if "position_id" in self else None

    def told(self) -> TakenCall:
        """What the command is told, position and key aside."""
        return TakenCall(
            caller=self.caller.data or "",
            message=self.message.data or "",
            performed_on=self.performed_on.data or clock.today(),
            call_back=self.call_back.data,
            claim_number=self.claim_number.data,
            name=self.name.data,
            birth_date=self.birth_date.data,
            promise=self.promise.data,
            minutes=self.minutes.data,
            minutes_from=FROM.get(str(self.minutes_from.data), MinutesFrom.TYPED),
        )

    def minutes_are_seen(self) -> None:
        """A clock that was asked about is taken as typed when the form is saved again."""
        self.minutes_from.data = MinutesFrom.TYPED.value


class MatchForm(OhmsForm):
    """The claim that a call belongs to, by hand."""

    claim_number = LineField("Claim number", longest=16, demand="Enter the claim number.")


class ActForm(OhmsForm):
    """A press without anything to enter."""
