"""What is entered of a report: its texts, and why it is restated."""

from wtforms import HiddenField

from ohms.domain.one_line import LONGEST_REASON
from ohms.domain.report_texts import LONGEST_TEXT
from ohms.web.fields import LineField, ProseField
from ohms.web.forms import VersionedForm


class TextForm(VersionedForm):
    body = ProseField("Text", longest=LONGEST_TEXT)


class FiguresForm(VersionedForm):
    """About the figures that its page showed: `seen` is their hash."""

    seen = HiddenField()


class AttestForm(FiguresForm):
    """A press without anything to enter."""


class FreezeForm(FiguresForm):
    """A press without anything to enter."""


class RestateForm(FiguresForm):
    reason = LineField(
        "Why it is restated",
        longest=LONGEST_REASON,
        demand="Enter why the report is restated: it is printed on it.",
    )
