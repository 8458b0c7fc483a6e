"""What is entered about a position: whose, which role, how many minutes a day, from when or until when."""

from wtforms import HiddenField

from ohms.domain.accounts import MINUTES_A_DAY
from ohms.domain.positions import ENDS, GIVEN_BY_SUPERVISOR
from ohms.domain.values import OtherTime, Role
from ohms.web.fields import ChoiceField, DayField, LineField, WholeNumberField, chosen_id
from ohms.web.forms import OhmsForm, VersionedForm
from ohms.web.picking import PickField
from ohms.web.words import words

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WHY_IT_ENDS = {
    "departure": "They leave the COHE",
    "role_change": "They move to another role",
    "other": "Something else",
}
assert tuple(WHY_IT_ENDS) == tuple(each.value for each in ENDS)


def _minutes(label: str) -> WholeNumberField:
    return WholeNumberField(label, least=0, most=MINUTES_A_DAY)


class WeekForm(VersionedForm):
    """Minutes from Monday to Sunday; an empty day has none."""

    mon = _minutes("Monday")
    tue = _minutes("Tuesday")
    wed = _minutes("Wednesday")
    thu = _minutes("Thursday")
    fri = _minutes("Friday")
    sat = _minutes("Saturday")
    sun = _minutes("Sunday")

    @property
    def week(self) -> tuple[int | None, ...]:
        return tuple(self[day].data for day in DAYS)


FULL_WEEK = dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), 480)
"""What a new position is proposed with: most are of eight hours, Monday to Friday."""


class NewPositionForm(WeekForm):
    username = LineField("User name", longest=80, demand="Enter under which name they sign in.")
    role = ChoiceField("Role", GIVEN_BY_SUPERVISOR)
    from_on = DayField("From")

    @property
    def role_words(self) -> str:
        return words(Role(self.role.data))


class HoursForm(WeekForm):
    from_on = DayField("From", demand="Enter from which day.")


class EndForm(VersionedForm):
    last_on = DayField("Last day worked", demand="Enter the last day worked.")
    ended_by = ChoiceField("Why it ends", WHY_IT_ENDS)


class LeaveForm(OhmsForm):
    last_on = DayField("Last day worked", past=True)
    reason = LineField("Why", demand="Enter why, in a few words: it stays with the departure.")


class MinutesForm(OhmsForm):
    """Minutes that who left did not enter."""

    performed_on = DayField("Day", past=True, demand="Enter the day of the work.")
    minutes = WholeNumberField(
        "Minutes",
        id="leaver-minutes",
        least=1,
        most=MINUTES_A_DAY,
        demand="Enter the minutes.",
    )
    claim_number = LineField("Claim number", longest=16)
    category = ChoiceField("Other time", OtherTime, empty="None: it is for the claim")
    remark = LineField("From where you know", demand="Enter from where you know of these minutes.")


class TakerForm(OhmsForm):
    """Something that was left, and who takes it."""

    what = HiddenField()
    to = PickField("To")

    @property
    def what_id(self) -> int:
        return chosen_id(self.what.data) or 0

    @property
    def taker(self) -> int | None:
        return chosen_id(self.to.data)


class PressForm(OhmsForm):
    """A press without anything to enter."""
