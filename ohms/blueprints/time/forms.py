"""What a person types about minutes."""

from datetime import date
from typing import Any, Self

from wtforms import HiddenField, RadioField, SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from ohms import clock
from ohms.domain.access import CASEWORK
from ohms.domain.actor import Actor
from ohms.domain.attesting import CorrectionReason
from ohms.domain.calendar import Quarter
from ohms.domain.errors import RuleBroken
from ohms.domain.time_entries import MINUTES_A_DAY
from ohms.domain.values import OtherTime, StandardWork
from ohms.queries.time import Entry, Kind
from ohms.queries.week_standing import ToAttest
from ohms.web.fields import ChoiceField, DayField, LineField, WholeNumberField, chosen_id
from ohms.web.filters import LARGEST_ID
from ohms.web.forms import OhmsForm
from ohms.web.words import words

HOW_MANY = "Enter the minutes."


def _minutes() -> WholeNumberField:
    return WholeNumberField("Minutes", least=1, most=MINUTES_A_DAY, demand=HOW_MANY)


class EntryForm(OhmsForm):
    """Quick entry: minutes of a day, for a claim or for a kind of work that is for none."""

    performed_on = DayField(
        "Day", past=True, demand="Enter the day of the work.", default=clock.today
    )
    minutes = _minutes()
    claim_number = LineField("Claim number", longest=16)
    standard_work = ChoiceField("Standard work", StandardWork, empty="Not said")
    category = ChoiceField("Other time", OtherTime, empty="None: it is for the claim")
    position_id = SelectField("Position", coerce=int, validate_choice=False)
    remark = LineField("Remark")

    @classmethod
    def of(cls, actor: Actor, day: date | None = None, kind: Kind = None) -> Self:
        """The form for a person, a cell's day and kind of work filled in; the position is asked only
        of who holds several."""
        form = cls(
            data={
                "performed_on": day or clock.today(),
                "standard_work": kind.value if isinstance(kind, StandardWork) else "",
                "category": kind.value if isinstance(kind, OtherTime) else "",
            }
        )
        held = [(h.id, h) for h in actor.positions if h.role in CASEWORK and h.id is not None]
        form.position_id.choices = [(i, f"{words(h.role)}, {h.cohe_name}") for i, h in held]
        if len(held) < 2:
            del form.position_id
        return form

    def told(self) -> dict[str, Any]:
        """What the command is told, claim and key aside."""
        return {
            "performed_on": self.performed_on.data,
            "minutes": self.minutes.data,
            "category": OtherTime(self.category.data) if self.category.data else None,
            "standard_work": _work(self.standard_work.data),
            "remark": self.remark.data,
            "position_id": self.position_id.data if "position_id" in self else None,
        }


class NoteTimeForm(OhmsForm):
    """Minutes for a note that was saved without any."""

    minutes = _minutes()


class ChangeForm(OhmsForm):
    """A correction: what stands is filled in."""

    minutes = _minutes()
    performed_on = DayField("Day", past=True, demand="Enter the day of the work.")
    standard_work = ChoiceField("Standard work", StandardWork, empty="Not said")
    category = ChoiceField("What it was for", OtherTime)
    remark = LineField("Remark")
    why = RadioField(
        "Why",
        choices=[SelectChoice(each.value, words(each)) for each in CorrectionReason],
        validate_choice=False,
    )
    reason = LineField("Reason")

    @classmethod
    def of(cls, entry: Entry, *, fresh: bool = False) -> Self:
        """The form of an entry; `fresh` shows what stands, whatever was sent beside it. Why it was
        changed before is no reason for the next change."""
        entry = entry._replace(reason=None)
        form = cls(formdata=None, obj=entry) if fresh else cls(obj=entry)
        if entry.claim_id is None:
            del form.standard_work
        else:
            del form.category
        if entry.note_id is not None:
            del form.performed_on
        return form

    def told(self) -> dict[str, Any]:
        fields: dict[str, Any] = {
            "minutes": self.minutes.data,
            "remark": self.remark.data,
            "reason": _reason(self.why.data, self.reason.data),
        }
        if "performed_on" in self:
            fields["performed_on"] = self.performed_on.data
        if "standard_work" in self:
            fields["standard_work"] = _work(self.standard_work.data)
        if "category" in self:
            fields["category"] = OtherTime(self.category.data)
        return fields


class VoidForm(OhmsForm):
    """Taking minutes out."""

    void_reason = LineField(
        "Reason", demand="Enter why this is taken out: it stays with the entry."
    )


class AttestForm(OhmsForm):
    """One stands by one's minutes through a day."""

    through_on = DayField("Through", past=True, demand="Enter the last day that you attest.")

    @classmethod
    def of(cls, to_attest: ToAttest | None) -> Self:
        return cls(formdata=None, data={"through_on": to_attest and to_attest.through_on})


class _QuarterForm(OhmsForm):
    """About a quarter of a COHE, which the page names."""

    cohe = HiddenField()
    quarter = HiddenField()

    @property
    def about(self) -> tuple[int, Quarter]:
        """Which COHE's quarter. RuleBroken for what no page sends."""
        if (cohe_id := chosen_id(self.cohe.data)) is None:
            raise RuleBroken("Choose a COHE and a quarter.")
        return cohe_id, Quarter.parse(str(self.quarter.data or ""))

    def is_about(self, cohe_id: int, quarter: Quarter) -> bool:
        return str(self.cohe.data) == str(cohe_id) and str(self.quarter.data) == str(quarter)


class AskForm(_QuarterForm):
    """A locked quarter is asked to be opened again."""

    ask_reason = LineField("Why it should be opened", demand="Enter why: it stays with the record.")


class LockForm(_QuarterForm):
    """A finished quarter is locked."""


class ReopenForm(_QuarterForm):
    """A locked quarter is opened again."""

    reason = LineField("Reason", demand="Enter why: it stays with the record.")


class DeclineForm(OhmsForm):
    """A request stays unfulfilled."""

    request_id = WholeNumberField("Request", least=1, most=LARGEST_ID, demand="Choose a request.")


def _reason(why: str | None, said: str | None) -> str | None:
    """The word chosen and what was said: "Wrong day: it was Tuesday"."""
    parts = [words(each) for each in CorrectionReason if each.value == why]
    return ": ".join([*parts, said] if said else parts) or None


def _work(value: str | None) -> StandardWork | None:
    return StandardWork(value) if value else None
