"""What a desk enters about a referral."""

from collections.abc import Iterable

from wtforms import HiddenField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from ohms.domain.values import ReferralStep
from ohms.web.fields import ChoiceField, LineField, ProseField
from ohms.web.forms import OhmsForm
from ohms.web.words import words


class DeskForm(OhmsForm):
    version = HiddenField()

    @property
    def filled_in_over(self) -> int | None:
        """The version of the referral that the form was filled in over."""
        text = str(self.version.data or "")
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


class TakeForm(DeskForm):
    """A press without anything to enter."""


class ReleaseForm(DeskForm):
    """A press without anything to enter."""


class DeskAnswerForm(DeskForm):
    step = ChoiceField("Our answer", ReferralStep)
    reason = ProseField("Why, or what we ask for", longest=1_000, id="answer-reason")
    outcome = LineField("What came of it")

    def offer(self, steps: Iterable[ReferralStep]) -> None:
        self.step.choices = [SelectChoice(step.value, words(step)) for step in steps]


class DeskReopenForm(DeskForm):
    reason = ProseField(
        "Why", longest=1_000, demand="Enter why: it stays with the referral.", id="reopen-reason"
    )
