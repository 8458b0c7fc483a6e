"""What can be entered about a task: labels, choices and shape; `domain/tasks.py` decides."""

from wtforms import SelectField

from ohms.domain.values import StandardWork, TaskKind
from ohms.web.fields import ChoiceField, DayField, LineField
from ohms.web.forms import OhmsForm, VersionedForm

DAY_HINT = "Such as 6/3, today or +5b"


class ActForm(OhmsForm):
    """A press without anything to enter: start, open again."""


class FinishForm(OhmsForm):
    evidence_note_id = SelectField("Shown by", coerce=str, default="", validate_choice=False)
    word = LineField("Or in a word")


class WaitForm(OhmsForm):
    waiting_on = LineField("Waits for", longest=120, demand="Enter whom this waits for.")
    waiting_since_on = DayField("Since", past=True)


class NotNeededForm(OhmsForm):
    reason = LineField("Why", demand="Enter why this is not needed: it stays with the task.")


class DueForm(VersionedForm):
    due_by = DayField("Due", demand="Enter the new due day.")


class OwnerForm(OhmsForm):
    owner_id = SelectField("To", coerce=str, default="", validate_choice=False)


class WriteForm(OhmsForm):
    claim_number = LineField("Claim", longest=16, demand="Enter the claim number.")
    title = LineField("What is to be done", demand="Enter what is to be done.")
    due_by = DayField("Due", demand="Enter the day by which it is to be done.")
    appears_on = DayField("Show from")
    owner_id = SelectField("Whose", coerce=str, default="", validate_choice=False)
    standard_work = ChoiceField("Standard work", StandardWork, empty="No item")
    kind = ChoiceField("Kind", TaskKind, default=TaskKind.OTHER.value)
