"""What a supervisor types about bills."""

from datetime import date, timedelta
from typing import Self

from werkzeug.datastructures import MultiDict
from wtforms import HiddenField

from ohms.domain.billing import LONGEST_CODE
from ohms.domain.errors import RuleBroken
from ohms.web.fields import DayField, LineField, chosen_id
from ohms.web.forms import OhmsForm

ONE_DAY = timedelta(days=1)


class OfCohe(OhmsForm):
    """About a COHE that the page names."""

    cohe = HiddenField()

    @property
    def cohe_id(self) -> int:
        """RuleBroken for what no page sends."""
        if (cohe_id := chosen_id(self.cohe.data)) is None:
            raise RuleBroken("Choose a COHE.")
        return cohe_id


class BatchForm(OfCohe):
    """The days of a batch."""

    from_on = DayField("From", past=True, demand="Enter the first day.")
    through_on = DayField("Through", past=True, demand="Enter the last day.")

    @classmethod
    def of(cls, first: date, last: date) -> Self:
        return cls(formdata=None, data={"from_on": first, "through_on": last})


class LookForm(OhmsForm):
    """Other days to look at, as an address says them."""

    class Meta:
        csrf = False

    from_on = DayField("From", past=True, name="from", id="look-from")
    through_on = DayField("Through", past=True, name="through", id="look-through")

    @classmethod
    def of(cls, first: date, last: date, typed: MultiDict[str, str] | None = None) -> Self:
        """A day that nobody typed is the usual one."""
        form = cls(formdata=typed)
        for field, usual in ((form.from_on, first), (form.through_on, last)):
            if not field.raw:
                field.data = usual
        return form

    @property
    def days(self) -> tuple[date, date]:
        """After `validate`."""
        return self.from_on.data, self.through_on.data


class CodeForm(OfCohe):
    """The code on the lines."""

    code = LineField("Code", longest=LONGEST_CODE)
    reason = LineField("Where it comes from", demand="Enter where it comes from: it stays.")


def month_before(today: date) -> tuple[date, date]:
    """First and last day of the month that ended last: what is usually billed next."""
    last = today.replace(day=1) - ONE_DAY
    return last.replace(day=1), last
