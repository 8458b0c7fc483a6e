"""What can be entered about records that are kept: a class to be purged, a claim to be held, and why."""

from wtforms import RadioField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from ohms.domain.one_line import LONGEST_REASON
from ohms.domain.retention import RecordClass
from ohms.web.fields import LineField
from ohms.web.forms import OhmsForm

CLASSES = {
    RecordClass.FILE: "The claim file: documents, with their bytes",
    RecordClass.CLAIM: "All of the claim but its number, days, providers and minutes",
}
SHORT = {RecordClass.FILE: "The claim file", RecordClass.CLAIM: "All of the claim"}
WHY = "Enter why: it stays in the record."


class PurgeForm(OhmsForm):
    record_class = RadioField(
        "What",
        choices=[SelectChoice(each.value, text) for each, text in SHORT.items()],
        default=RecordClass.FILE.value,
    )
    reason = LineField("Why", longest=LONGEST_REASON, demand=WHY)


class HoldForm(OhmsForm):
    claim_number = LineField("Claim number", longest=20, demand="Enter the whole claim number.")
    reason = LineField("Why", longest=LONGEST_REASON, demand=WHY)


class LiftForm(OhmsForm):
    reason = LineField("Why it ends", longest=LONGEST_REASON, demand=WHY)
