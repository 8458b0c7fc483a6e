"""What a desk enters about a referral."""

from collections.abc import Iterable

from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from ohms.domain.desk_keeping import LEAST, MOST
from ohms.domain.stay_at_work import AMOUNTS, LONGEST_MONEY, Use, as_money, read_money
from ohms.domain.values import ReferralStep
from ohms.web.fields import ChoiceField, DayField, LineField, ProseField, WholeNumberField
from ohms.web.forms import VersionedForm
from ohms.web.words import words


class TakeForm(VersionedForm):
    """A press without anything to enter."""


class ReleaseForm(VersionedForm):
    """A press without anything to enter."""


class DeskAnswerForm(VersionedForm):
    step = ChoiceField("Our answer", ReferralStep)
    reason = ProseField("Why, or what we ask for", longest=1_000, id="answer-reason")
    outcome = LineField("What came of it")

    def offer(self, steps: Iterable[ReferralStep]) -> None:
        self.step.choices = [SelectChoice(step.value, words(step)) for step in steps]


class UseForm(VersionedForm):
    """Totals so far: days, and dollars as people type them."""

    days = WholeNumberField("Days worked", least=0, most=999, demand="Enter a number of days.")
    wages = LineField("Wages", longest=LONGEST_MONEY)
    training = LineField("Training", longest=LONGEST_MONEY)
    tools = LineField("Tools", longest=LONGEST_MONEY)
    clothing = LineField("Clothing", longest=LONGEST_MONEY)

    @property
    def told(self) -> Use:
        """RuleBroken beside what is no amount."""
        money = {name: read_money(self[name].data, name) for name in AMOUNTS if name != "days"}
        return Use(days=self.days.data or 0, **money)

    def fill(self, used: Use) -> None:
        self.days.data = used.days
        for name in AMOUNTS:
            if name != "days":
                self[name].data = as_money(getattr(used, name))


class KeepingForm(VersionedForm):
    days = WholeNumberField("Days", least=LEAST, most=MOST, demand="Enter a number of days.")
    from_on = DayField("From", demand="Enter the day from which it holds.")
    reason = LineField("Why", demand="Enter why this changes: it stays in the history.")


class DeskReopenForm(VersionedForm):
    reason = ProseField(
        "Why", longest=1_000, demand="Enter why: it stays with the referral.", id="reopen-reason"
    )
