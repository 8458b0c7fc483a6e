"""The call sheet's form: what was ticked, one call for all of it, and the texts of single claims."""

from collections.abc import Callable

from flask import flash, request
from wtforms import SelectMultipleField

from ohms import clock
from ohms.commands.call_sheets import work_call_sheet
from ohms.domain.actor import Actor
from ohms.domain.call_sheets import MOST_TICKED, SheetCall
from ohms.domain.time_entries import MINUTES_A_DAY
from ohms.domain.values import Method, Outcome, Party, StandardWork
from ohms.web.fields import (
    ChoiceField,
    DayField,
    LineField,
    ProseField,
    WholeNumberField,
    chosen_id,
    clean_text,
)
from ohms.web.forms import OhmsForm

FINISHED, WAIT = "finished", "wait"
LONGEST_BODY = 20_000


class SheetForm(OhmsForm):
    """One call or fax about everything that is ticked."""

    method = ChoiceField("How", Method, default=Method.PHONE.value)
    outcome = ChoiceField("Outcome", Outcome, default=Outcome.REACHED.value)
    who = LineField("Who", longest=80)
    standard_work = ChoiceField("Standard work", StandardWork, empty="As each task says")
    body = ProseField("Note", longest=LONGEST_BODY)
    minutes = WholeNumberField("Minutes", least=1, most=MINUTES_A_DAY)
    performed_on = DayField("Performed on", past=True)
    then = ChoiceField(
        "When reached, what is ticked",
        {FINISHED: "Is finished", WAIT: "Waits for their answer"},
        default=FINISHED,
    )
    again_on = DayField("Next try or answer by")
    ticked = SelectMultipleField("Tasks", coerce=str, validate_choice=False)

    def call(self, party: Party) -> SheetCall:
        """The call as it was typed."""
        work = self.standard_work.data
        return SheetCall(
            party=party,
            method=Method(self.method.data),
            outcome=Outcome(self.outcome.data),
            body=self.body.data or "",
            performed_on=self.performed_on.data or clock.today(),
            who=self.who.data or "",
            standard_work=StandardWork(work) if work else None,
            minutes=self.minutes.data,
            waits=self.then.data == WAIT,
            again_on=self.again_on.data,
        )

    @property
    def task_ids(self) -> list[int]:
        """What was ticked; more than a sheet shows is cut off behind what is refused."""
        said = [id_ for text in self.ticked.data or () if (id_ := chosen_id(text)) is not None]
        return said[: MOST_TICKED + 1]

    @property
    def texts(self) -> dict[str, str]:
        """The texts of single claims by claim number, as they were typed."""
        numbers, bodies = request.form.getlist("about"), request.form.getlist("about_body")
        pairs = zip(numbers, bodies, strict=False)
        return {clean_text(number)[:16]: clean_text(body) for number, body in pairs}

    def is_ticked(self, task_id: int) -> bool:
        return str(task_id) in (self.ticked.data or ())


def worked_through(actor: Actor, party: Party, party_id: int, form: SheetForm) -> bool:
    """Whether the call was saved; what refused it stands beside its field."""

    def act() -> object:
        return work_call_sheet(
            actor,
            party_id,
            form.call(party),
            ticked=form.task_ids,
            texts=form.texts,
            key=form.key,
        )

    return form.validate_on_submit() and _saved(form, act)


def _saved(form: SheetForm, act: Callable[[], object]) -> bool:
    if not form.carried_out(act):
        return False
    count = len(set(form.task_ids))
    flash(f"Signed and saved: {count} {'task' if count == 1 else 'tasks'} of this sheet.", "good")
    return True
