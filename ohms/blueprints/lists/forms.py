"""What a list's page sends when its view is kept: labels and shape; the commands decide."""

from flask import request
from wtforms import HiddenField, SelectField

from ohms.commands.lists import Look
from ohms.domain.lists import LONGEST_NAME, Density, ListName, chosen_columns
from ohms.queries.list_kinds import KINDS, ListKind, read_state
from ohms.web.fields import ChoiceField, LineField, chosen_id
from ohms.web.filters import link_to
from ohms.web.forms import VersionedForm


class LookForm(VersionedForm):
    """The list as it stands before the person: its state as the address has it, and its look."""

    list = HiddenField()
    state = HiddenField()
    density = ChoiceField("Rows", Density, empty="As in my settings")

    @property
    def kind(self) -> ListKind:
        """The list that the form stands on; of one that told no list of ours, the claims'."""
        said = str(self.list.data or "")
        return KINDS[ListName(said) if said in list(ListName) else ListName.CLAIMS]

    @property
    def told(self) -> dict[str, str]:
        return read_state(self.kind, str(self.state.data or ""))

    @property
    def ticked(self) -> tuple[str, ...]:
        """The columns, each as a value of its own or with commas between; none: the usual."""
        said = ",".join(request.form.getlist("columns")).split(",")
        return chosen_columns(self.kind.name, said)

    @property
    def chosen_density(self) -> Density | None:
        said = str(self.density.data or "")
        return Density(said) if said in list(Density) else None

    @property
    def look(self) -> Look:
        return Look(str(self.state.data or ""), self.ticked or None, self.chosen_density)

    @property
    def view_id(self) -> int | None:
        """The view that stands opened, or that the list is to open with."""
        return chosen_id(request.form.get("view", ""))

    def back(self, **more: object) -> str:
        """The list again as it stood."""
        return link_to(self.kind.path, {**self.told, **more})

    @property
    def look_in_address(self) -> dict[str, object]:
        return {"columns": ",".join(self.ticked), "density": self.chosen_density}


class ViewForm(LookForm):
    """A view: what it is called, and with whom it is shared."""

    name = LineField("Name", longest=LONGEST_NAME, demand="Enter what this view is called.")
    share = SelectField("For", coerce=str, default="", validate_choice=False)

    @property
    def shared_with(self) -> int | None:
        return chosen_id(self.share.data)
