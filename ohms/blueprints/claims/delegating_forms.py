"""The form that lends a task or a claim to an assistant."""

from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from ohms.domain.actor import Actor
from ohms.domain.delegation import DelegationScope
from ohms.models.claims import Claim
from ohms.queries.assistants import assistants_in
from ohms.queries.rounds import ask
from ohms.queries.tasks import tasks_of_claim
from ohms.web.fields import ChoiceField, DayField, LineField, chosen_id
from ohms.web.forms import OhmsForm

OF_THE_CLAIM = {
    DelegationScope.CALLS.value: "Calls to its parties",
    DelegationScope.CLAIM.value: "The claim, to work on",
}


class DelegateForm(OhmsForm):
    """What is lent: `scope` is one of the two of a claim, or the id of a task."""

    to_staff_id = ChoiceField("To", {}, empty="Choose", demand="Choose an assistant.")
    scope = ChoiceField("What", OF_THE_CLAIM, demand="Choose what is lent.")
    to_on = DayField(
        "Last day", id="lent-until", demand="Enter the last day: what is lent ends by itself."
    )
    remark = LineField("In a word", id="lent-remark")

    @property
    def task_id(self) -> int | None:
        return chosen_id(self.scope.data)


def delegate_form(actor: Actor, claim: Claim, *, sent: bool) -> DelegateForm:
    """The form, as it was sent or fresh, with the assistants of the claim's COHE and its open tasks."""
    form = DelegateForm() if sent else DelegateForm(formdata=None)
    people = [(str(id_), name) for id_, name in assistants_in(claim.cohe_id, actor.on_day)]
    _offer(form.to_staff_id, [("", "Choose"), *people])
    tasks = [
        (str(task.id), f"The task: {task.title}")
        for task in ask(tasks_of_claim(actor, claim.id))
        if task.is_open
    ]
    _offer(form.scope, [*OF_THE_CLAIM.items(), *tasks])
    return form


def _offer(field: ChoiceField, pairs: list[tuple[str, str]]) -> None:
    field.choices = [SelectChoice(value, text) for value, text in pairs]
    field.pairs, field.known = pairs, {value for value, _text in pairs if value}
    field.optional = False
