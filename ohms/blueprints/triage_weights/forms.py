"""What can be entered about the weights of triage: points of each signal, from when, and why."""

from dataclasses import asdict
from typing import Any

from ohms.domain.one_line import LONGEST_REASON
from ohms.domain.triage_weights import MOST_POINTS, SIGNALS, TriageWeights
from ohms.web.fields import DayField, LineField, WholeNumberField
from ohms.web.forms import HistoryForm, OhmsForm

SPEAKS = {
    "time_loss": "Time loss paid",
    "frq_positive": "FRQ positive",
    "frq_window": "Within the FRQ window",
    "off_two_to_four_weeks": "Off work two to four weeks",
    "off_work": "Off work over 3 days",
    "restricted_without_apf": "Restricted or off without an APF",
    "reopened": "Reopened by L&I",
    "incoming_call": "A call came in",
    "first_contact_ending": "First contact running out",
    "roa_incomplete": "Report of Accident incomplete",
    "interpreter": "Interpreter needed",
}
"""Each signal in words, as the labels of its points."""


class DraftForm(OhmsForm):
    """A draft as an address says it: a link that a colleague can open, and no change. A signal that it
    does not name has the points in force."""

    class Meta:
        csrf = False

    @property
    def points(self) -> list[Any]:
        """The fields of the signals, in their order."""
        return [self._fields[name] for name in SIGNALS]

    @property
    def drafted(self) -> TriageWeights:
        return TriageWeights(**{name: self._fields[name].data for name in SIGNALS})

    def fill(self, weights: TriageWeights) -> None:
        for name, points in asdict(weights).items():
            self._fields[name].data = points


class LiveForm(HistoryForm, DraftForm):
    """The same draft going live."""

    class Meta:
        csrf = True

    from_on = DayField("From", demand="Enter the day from which they hold.")
    reason = LineField(
        "Why",
        longest=LONGEST_REASON,
        demand="Enter why the points change: it stays in the history.",
    )


for _name in SIGNALS:
    _field = WholeNumberField(SPEAKS[_name], least=0, most=MOST_POINTS, demand="Enter the points.")
    setattr(DraftForm, _name, _field)
