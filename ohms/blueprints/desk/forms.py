"""What a desk enters about a referral."""

from collections.abc import Iterable

from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from ohms.domain.values import ReferralStep
from ohms.web.fields import ChoiceField, LineField, ProseField
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


class DeskReopenForm(VersionedForm):
    reason = ProseField(
        "Why", longest=1_000, demand="Enter why: it stays with the referral.", id="reopen-reason"
    )
