"""The forms of a claim's recovery. Ids are told, for several stand on one page."""

from typing import Any

from wtforms import BooleanField, HiddenField

from ohms.domain.days import Leaning
from ohms.domain.frq import MOST_SITES, Frq
from ohms.domain.recovery import BarrierCategory, EpisodeSource, GoalRung, MeasureKind
from ohms.domain.values import WorkStatus
from ohms.web.fields import (
    ChoiceField,
    DayField,
    DemandedChoice,
    LineField,
    ProseField,
    WholeNumberField,
)
from ohms.web.forms import OhmsForm

YES_NO = {"yes": "Yes", "no": "No"}


class NearestDayField(DayField):
    """A day without its year is the nearest such day: a status may begin or end in days to come."""

    @property
    def leaning(self) -> Leaning:
        return Leaning.EITHER


class EpisodeForm(OhmsForm):
    """A work status over days; `cut` when others in its way are to be cut."""

    status = DemandedChoice("Work status", WorkStatus, demand="Choose a work status.")
    source = DemandedChoice("Told by", EpisodeSource, demand="Choose who told it.")
    from_on = NearestDayField("First day", demand="Enter the first day.")
    to_on = NearestDayField("Last day")
    remark = LineField("Remark", id="episode-remark")
    cut = BooleanField("Cut others in its way")
    stood = HiddenField()

    @property
    def values(self) -> dict[str, Any]:
        return {
            "status": WorkStatus(self.status.data),
            "source": EpisodeSource(self.source.data),
            "from_on": self.from_on.data,
            "to_on": self.to_on.data,
            "remark": self.remark.data,
            "cut": bool(self.cut.data),
        }


class EndForm(OhmsForm):
    to_on = NearestDayField("Last day", id="ends-on", demand="Enter the last day.")


class FrqForm(OhmsForm):
    """Six answers under labels of our own; the wording is the University of Washington's."""

    answered_on = DayField("Answered on", past=True, demand="Enter the day it was answered.")
    q1 = DemandedChoice("Question 1 (yes or no)", YES_NO, demand="Choose yes or no.")
    q2 = WholeNumberField(
        "Question 2 (0 to 10)", least=0, most=10, demand="Enter a number from 0 to 10."
    )
    q3_sites = WholeNumberField(
        "Question 3 (number of sites)",
        least=0,
        most=MOST_SITES,
        demand="Enter the number of sites, 0 for none.",
    )
    q3_low_back_with_leg = BooleanField("Question 3: low back with leg")
    q4 = ChoiceField("Question 4 (yes or no)", YES_NO, empty="Not asked")
    q5 = WholeNumberField("Question 5 (0 to 10)", least=0, most=10)
    q6 = WholeNumberField("Question 6 (0 to 10)", least=0, most=10)

    @property
    def answers(self) -> Frq:
        assert self.q2.data is not None
        assert self.q3_sites.data is not None
        return Frq(
            q1=self.q1.data == "yes",
            q2=self.q2.data,
            q3_sites=self.q3_sites.data,
            q3_low_back_with_leg=bool(self.q3_low_back_with_leg.data),
            q4=None if not self.q4.data else self.q4.data == "yes",
            q5=self.q5.data,
            q6=self.q6.data,
        )


class VoidFrqForm(OhmsForm):
    reason = LineField(
        "Why is it voided?",
        id="frq-void-reason",
        demand="Enter why the FRQ is voided: it stays with it.",
    )


class BarrierForm(OhmsForm):
    category = DemandedChoice(
        "What kind", BarrierCategory, demand="Choose what kind of barrier it is."
    )
    remark = ProseField(
        "What stands in the way",
        id="barrier-remark",
        longest=2000,
        demand="Enter what stands in the way.",
    )
    plan = ProseField("Plan", longest=2000)
    since_on = DayField("Since", past=True)


class PlanForm(OhmsForm):
    """The texts of an open barrier; `version` is what it was filled in over."""

    remark = ProseField(
        "What stands in the way",
        id="barrier-remark",
        longest=2000,
        demand="Enter what stands in the way.",
    )
    plan = ProseField("Plan", longest=2000)
    version = HiddenField()


class CloseForm(OhmsForm):
    reason = LineField("How it ended", id="close-reason")


class MeasureForm(OhmsForm):
    kind = DemandedChoice("Measure", MeasureKind, demand="Choose pain or function.")
    value = WholeNumberField(
        "Number (0 to 10)", least=0, most=10, demand="Enter a number from 0 to 10."
    )
    measured_on = DayField("Day", past=True)


class GoalForm(OhmsForm):
    rung = DemandedChoice("Goal", GoalRung, demand="Choose a rung of the ladder.")
    target_on = DayField("Target day", demand="Enter the target day.")
    remark = LineField("Remark", id="goal-remark")
