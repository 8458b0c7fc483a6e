"""What can be entered about an offer."""

from wtforms import SelectField

from ohms.web.fields import LineField, chosen_id
from ohms.web.forms import OhmsForm


class DeclineForm(OhmsForm):
    reason = LineField("Why not", demand="Enter why, in a few words: it stays with the claim.")


class TakeForm(OhmsForm):
    """A supervisor takes a claim into their COHE and names who answers for it."""

    to = SelectField("Coordinator", coerce=str, default="", validate_choice=False)

    @property
    def to_staff_id(self) -> int | None:
        return chosen_id(self.to.data)
