"""What can be entered where our work on a claim ends."""

from ohms.domain.coordination import LONGEST_REMARK, CloseReason
from ohms.web.fields import ChoiceField, ProseField
from ohms.web.forms import OhmsForm


class ClosingForm(OhmsForm):
    close_reason = ChoiceField("Why it ends", CloseReason, empty="Choose", demand="Choose why.")
    remark = ProseField("What is said besides", longest=LONGEST_REMARK)

    def validate(self, extra_validators: object = None) -> bool:
        good = bool(super().validate(extra_validators))
        if good and not self.close_reason.data:
            self.close_reason.errors = ["Choose why it ends."]
            return False
        return good
