"""What can be entered about a job description: what became of it, when, and who said so."""

from ohms.domain.job_descriptions import LONGEST_LINE, JobStep
from ohms.web.fields import ChoiceField, DayField, LineField
from ohms.web.forms import OhmsForm

SAID = {
    JobStep.SENT.value: "Sent to the provider",
    JobStep.APPROVED.value: "Approved",
    JobStep.REJECTED.value: "Rejected",
}


class JobStepForm(OhmsForm):
    step = ChoiceField("What", SAID)
    on = DayField("On", past=True, demand="Enter the day.")
    by_whom = LineField(
        "To whom, or by whom",
        longest=LONGEST_LINE,
        demand="Enter who it was: it stays with the claim.",
    )
