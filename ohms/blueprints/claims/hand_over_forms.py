"""What can be entered when claims are handed over: labels, choices and shape."""

from typing import ClassVar

from flask import request
from wtforms import SelectField

from ohms.domain.access import Permission
from ohms.domain.actor import Actor
from ohms.domain.claims import as_claim_number
from ohms.queries.people import coordinators_of
from ohms.queries.transfers import other_cohes
from ohms.web.fields import DayField, LineField, chosen_id
from ohms.web.forms import OhmsForm
from ohms.web.picking import PickField


class HandOverForm(OhmsForm):
    """To whom, why, from when. `how` is the button that was pressed."""

    ASSIGN: ClassVar[str] = "assign"

    to = PickField("To")
    reason = LineField("Why", demand="Enter why, in a few words: it stays with the claim.")
    from_on = DayField("From")

    @property
    def to_staff_id(self) -> int | None:
        return chosen_id(self.to.data)

    @property
    def chosen(self) -> int | None:
        """The person, where they stand among the choices."""
        return self.to_staff_id if self.to.data in dict(self.to.offered) else None

    @property
    def assigns(self) -> bool:
        """Whether a supervisor gives without asking."""
        return request.form.get("how") == self.ASSIGN

    @property
    def numbers(self) -> list[str]:
        """The claims that were ticked."""
        told = request.values.getlist("claim")
        return [number for each in told[:1_000] if (number := as_claim_number(each))]


class ProposeForm(OhmsForm):
    """To which COHE, and why."""

    to_cohe = SelectField("To the COHE", coerce=str, default="", validate_choice=False)
    reason = LineField(
        "Why",
        demand="Enter why: their supervisor reads it before they accept.",
        id="propose-reason",
    )

    @property
    def to_cohe_id(self) -> int | None:
        return chosen_id(self.to_cohe.data)


def proposal_with_choices(refused: ProposeForm | None, cohe_id: int) -> ProposeForm:
    """The form, fresh or refused, with the other COHEs to choose from."""
    form = refused or ProposeForm(formdata=None)
    form.to_cohe.choices = [("", "Choose"), *((str(id_), n) for id_, n in other_cohes(cohe_id))]
    return form


def with_choices(actor: Actor, form: HandOverForm, cohe_ids: set[int]) -> HandOverForm:
    """The form with the coordinators of the claims' COHEs to choose from."""
    people = coordinators_of(actor, cohe_ids)
    may_be_self = actor.may(Permission.CLAIM_ASSIGN)
    form.to.offer(each for each in people if may_be_self or each[0] != actor.staff_id)
    return form
