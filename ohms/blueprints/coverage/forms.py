"""Forms of absences, deputies and cover."""

from collections.abc import Iterable

from wtforms import BooleanField, HiddenField, SelectField, SelectMultipleField
from wtforms.validators import InputRequired

from ohms.commands.absences import Away
from ohms.domain.values import AbsenceKind
from ohms.queries.coverage import AbsenceShown
from ohms.web.fields import ChoiceField, DayField, WholeNumberField, chosen_id
from ohms.web.forms import OhmsForm, VersionedForm
from ohms.web.picking import PickField


class AbsenceForm(VersionedForm):
    """Days away; `absence_id` is told where one that stands is changed."""

    absence_id = HiddenField()
    whose = PickField("Who is away")
    kind = ChoiceField("Kind", AbsenceKind, demand="Choose the kind.")
    from_on = DayField("First day away", demand="Enter the first day away.")
    to_on = DayField("Last day away")
    minutes_a_day = WholeNumberField("Minutes a day", least=1, most=1440)
    position_id = SelectField("Position", coerce=str, default="", validate_choice=False)

    @property
    def changes(self) -> int | None:
        return chosen_id(self.absence_id.data)

    @property
    def away(self) -> Away:
        return Away(
            self.from_on.data,
            self.to_on.data,
            AbsenceKind(self.kind.data),
            self.minutes_a_day.data,
            chosen_id(self.position_id.data),
        )

    def filled_from(self, row: AbsenceShown) -> None:
        self.absence_id.data, self.version.data = str(row.id), str(row.version)
        self.from_on.data, self.to_on.data, self.kind.data = row.from_on, row.to_on, row.kind.value
        self.minutes_a_day.data = row.minutes_a_day
        self.whose.data = str(row.staff_id)
        self.position_id.data = str(row.position_id or "")


class ActForm(VersionedForm):
    """A button about one row of a list."""

    row_id = HiddenField(validators=[InputRequired("Choose a row of the list.")])


class DeputyForm(OhmsForm):
    """The standing deputy of one provider, or of all who have none."""

    provider_id = PickField("Provider", demand="Choose a provider.")
    deputy = PickField("Standing deputy from today")
    everyone = BooleanField("All who have no deputy, as shown above")
    shown = HiddenField()
    """Who had no deputy on the page."""

    @property
    def as_shown(self) -> set[int]:
        said = str(self.shown.data or "").split()
        return {id_ for each in said if (id_ := chosen_id(each)) is not None}

    def show(self, without: Iterable[int]) -> None:
        self.shown.data = " ".join(map(str, without))

    def validate(self, extra_validators: object = None) -> bool:
        """Which provider was meant says nothing where all of them are."""
        if self.everyone.data:
            self.provider_id.demand, self.provider_id.unmet = None, ""
        return bool(super().validate(extra_validators))


class ArrangeForm(OhmsForm):
    """Who covers which providers of whom on which days."""

    absent = HiddenField()
    covering = PickField("Who covers")
    from_on = DayField("From")
    to_on = DayField("Until")
    providers = SelectMultipleField("Providers", coerce=str, validate_choice=False)

    @property
    def provider_ids(self) -> list[int]:
        return [id_ for each in self.providers.data or [] if (id_ := chosen_id(each)) is not None]
