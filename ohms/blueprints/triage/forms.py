"""What can be entered at triage: labels, choices and shape; `domain/triage.py` decides."""

from typing import ClassVar

from ohms.domain.triage import TriageChoice
from ohms.web.fields import ChoiceField, DayField, LineField
from ohms.web.forms import OhmsForm


class DecisionForm(OhmsForm):
    WATCH_UNTIL: ClassVar[str] = "+10b"

    decision = ChoiceField("Decision", TriageChoice, demand="Choose what is to be done.")
    watch_until = DayField("Watch until")
    reason = LineField("Why no action")
