"""What can be entered where our work on a claim ends."""

from ohms.domain.coordination import LONGEST_REMARK, CloseReason
from ohms.web.fields import DemandedChoice, ProseField
from ohms.web.forms import OhmsForm


class ClosingForm(OhmsForm):
    close_reason = DemandedChoice("Why it ends", CloseReason, demand="Choose why it ends.")
    remark = ProseField("What is said besides", longest=LONGEST_REMARK)
