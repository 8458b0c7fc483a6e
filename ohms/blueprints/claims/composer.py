"""The composer's form: what arrives from the panel, and the note it stands for."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Any, TypeVar

from flask import request
from wtforms import HiddenField, SelectMultipleField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from ohms import clock
from ohms.domain.access import Permission
from ohms.domain.actor import Actor
from ohms.domain.errors import RuleBroken
from ohms.domain.notes import (
    AlsoAbout,
    ComposedContact,
    ComposedNote,
    NextStep,
    paired_contacts,
)
from ohms.domain.text_templates import appended
from ohms.domain.time_entries import MINUTES_A_DAY, split_minutes, told_split
from ohms.domain.values import Method, MinutesFrom, Outcome, Party, Service, StandardWork
from ohms.queries.composing import Panel
from ohms.queries.mentions import Mentionable
from ohms.queries.people import colleagues
from ohms.queries.rounds import ask
from ohms.queries.text_templates import FilledText
from ohms.web.drafts import typed_here
from ohms.web.fields import (
    ChoiceField,
    DayField,
    LineField,
    ProseField,
    WholeNumberField,
    clean_text,
)
from ohms.web.forms import OhmsForm
from ohms.web.widgets import Hidden

Value = TypeVar("Value", bound=StrEnum)
MOST_CLAIMS = 20
MOST_CONTACTS = 10
CONTACT = ("party", "method", "outcome")
LONGEST_BODY = 20_000


class More(StrEnum):
    """What a press in the panel asks for instead of saving: the form again, with one more row or
    a template's text."""

    CONTACT = "contact"
    CLAIM = "claim"
    TEMPLATE = "template"


class ComposerForm(OhmsForm):
    """One save: text, contact, minutes, what it finishes, what comes next."""

    mentionable: Sequence[Mentionable] = ()

    party = ChoiceField("Who", Party, empty="Nobody")
    method = ChoiceField("How", Method, empty="–")
    outcome = ChoiceField("Outcome", Outcome, empty="–")
    interpreter = ChoiceField("Interpreter", {"yes": "Yes", "no": "No"}, empty="No")
    standard_work = ChoiceField(
        "Standard work", StandardWork, demand="Choose the item of standard work."
    )
    body = ProseField("Note", longest=LONGEST_BODY, demand="Enter what was said or done.")
    performed_on = DayField("Performed on", past=True)
    minutes = WholeNumberField("Minutes", least=1, most=MINUTES_A_DAY)
    minutes_from = HiddenField(default=MinutesFrom.TYPED.value, widget=Hidden())
    minutes_confirmed = HiddenField(default="", widget=Hidden())
    finishes = SelectMultipleField("This finishes", coerce=str, validate_choice=False)
    next_task = LineField("Next step", longest=200)
    next_task_due = DayField("Due")
    next_task_owner = ChoiceField("Whose", {}, empty="Mine")
    referral = ChoiceField("Refer to", Service, empty="Nowhere")

    def composed(self) -> ComposedNote:
        """The note that was typed; RuleBroken beside a field that the shape alone cannot judge."""
        return ComposedNote(
            standard_work=StandardWork(self.standard_work.data),
            body=self.body.data or "",
            performed_on=self.performed_on.data or clock.today(),
            contacts=_contacts(),
            interpreter=self.interpreter.data == "yes",
            minutes=self.minutes.data,
            minutes_from=_minutes_from(self.minutes_from.data),
            minutes_confirmed=self.minutes_confirmed.data == "yes",
            next_step=self._next_step(),
            finishes=tuple(int(text) for text in self.finishes.data or () if _is_id(text)),
            referral=Service(self.referral.data) if self.referral.data else None,
            also=_also(),
        )

    @property
    def also_rows(self) -> list[tuple[str, str]]:
        """The further claims as they were typed, and an empty one where one more was asked for."""
        if asked_for() is More.CLAIM:
            return [*_also_rows(), ("", "")]
        return [row for row in _also_rows() if any(row)]

    @property
    def further_contacts(self) -> list[tuple[str, ...]]:
        """Contacts beside the first as they were chosen: party, method, outcome; and one more."""
        rows = _contact_rows()[1:]
        if asked_for() is More.CONTACT:
            return [*rows, ("", "", "")]
        return [row for row in rows if any(row)]

    @property
    def split(self) -> str:
        """How the minutes are split over the claims: "12 minutes: 6 and 6"; empty for one claim."""
        named = sum(1 for number, _body in _also_rows() if number)
        if not named or not self.minutes.data or self.minutes.errors:
            return ""
        return told_split(split_minutes(self.minutes.data, named + 1))

    def insert(self, texts: Sequence[FilledText]) -> None:
        """Put the chosen template into the note: below what is written, or alone in an empty one."""
        chosen = request.form.get("template")
        for each in texts:
            if each.key == chosen:
                self.body.data = appended(self.body.data or "", each.text)

    def _next_step(self) -> NextStep | None:
        title, due_by = self.next_task.data or "", self.next_task_due.data
        if not title:
            if due_by is not None:
                raise RuleBroken("Enter what is to be done by then.", field="next_task")
            return None
        if due_by is None:
            raise RuleBroken("Enter by when it is due, such as +5b.", field="next_task_due")
        owner = self.next_task_owner.data
        return NextStep(title, due_by, int(owner) if owner and _is_id(owner) else None)


def composer_for(actor: Actor, panel: Panel) -> ComposerForm:
    """The panel of a claim with its open tasks to finish, and colleagues to hand the next step to."""
    form = ComposerForm()
    if not actor.may(Permission.NOTE_WRITE):
        return form
    offer(form, actor, panel)
    if not form.is_submitted():
        form.standard_work.data = form.standard_work.data or StandardWork.RETURN_TO_WORK.value
    return form


def sent_composer(actor: Actor) -> ComposerForm:
    """What was sent, to be saved: of what the panel offers only the colleagues are asked for, and only
    where one was chosen. Whose the task may be is the command's to say."""
    form = ComposerForm()
    if form.next_task_owner.data:
        _offer_colleagues(form, actor, ask(colleagues(actor)))
    return form


def offer(form: ComposerForm, actor: Actor, panel: Panel) -> None:
    """Put what the claim and its people offer into the panel."""
    form.mentionable = panel.mentionable
    form.finishes.choices = [SelectChoice(str(task.id), task.title) for task in panel.tasks]
    _offer_colleagues(form, actor, panel.colleagues)


def _offer_colleagues(form: ComposerForm, actor: Actor, people: Sequence[tuple[int, str]]) -> None:
    others = [(str(id_), name) for id_, name in people if id_ != actor.staff_id]
    form.next_task_owner.choices = [
        SelectChoice("", "Mine"),
        *(SelectChoice(value, name) for value, name in others),
    ]
    form.next_task_owner.known = {value for value, _name in others}


def asked_for() -> More | None:
    """What the pressed button asks for, where it does not save."""
    text = request.form.get("more", "")
    return More(text) if text in More._value2member_map_ else None


def _typed(name: str) -> list[str]:
    """Every value of a field as it was sent, or as the draft kept it that the page shows."""
    if request.method == "POST":
        return request.form.getlist(name)
    return [value for field, value in typed_here() if field == name]


def _contact_rows() -> list[tuple[str, ...]]:
    """The lists `party`, `method` and `outcome` row by row, unequal ones as far as all go."""
    lists = [_typed(name) for name in CONTACT]
    return [tuple(row) for row in zip(*lists, strict=False)]


def _contacts() -> tuple[ComposedContact, ...]:
    """The lists `party`, `method` and `outcome`; a row with nothing chosen is no contact."""
    if len({len(request.form.getlist(name)) for name in CONTACT}) > 1:
        raise RuleBroken("Choose who, how and with what outcome for each contact.", field="party")
    filled = [row for row in _contact_rows() if row[0] or row[2]]
    if len(filled) > MOST_CONTACTS:
        raise RuleBroken(f"Name at most {MOST_CONTACTS} contacts in one note.", field="party")
    return paired_contacts(
        _values([row[0] for row in filled], Party, "party", "Choose who was reached or tried."),
        _values([row[1] for row in filled], Method, "method", "Choose how it was tried."),
        _values([row[2] for row in filled], Outcome, "outcome", "Choose the outcome."),
    )


def _values(texts: Sequence[str], values: type[Value], field: str, demand: str) -> list[Value]:
    known = values._value2member_map_
    if any(text not in known for text in texts):
        raise RuleBroken(demand, field=field)
    return [values(text) for text in texts]


def _also() -> tuple[AlsoAbout, ...]:
    rows = [row for row in _also_rows() if row[0]]
    if len(rows) > MOST_CLAIMS:
        raise RuleBroken(f"Name at most {MOST_CLAIMS} further claims.", field="also")
    for _number, body in rows:
        if len(body) > LONGEST_BODY:
            raise RuleBroken(f"Shorten the text to {LONGEST_BODY:,} characters.", field="also")
    return tuple(AlsoAbout(number, body) for number, body in rows)


def _also_rows() -> list[tuple[str, str]]:
    numbers = [clean_text(text)[:16] for text in _typed("also")]
    bodies = [clean_text(text) for text in _typed("also_body")]
    bodies += [""] * (len(numbers) - len(bodies))
    return list(zip(numbers, bodies, strict=False))


def _minutes_from(text: Any) -> MinutesFrom:
    return MinutesFrom(text) if text in MinutesFrom._value2member_map_ else MinutesFrom.TYPED


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10
