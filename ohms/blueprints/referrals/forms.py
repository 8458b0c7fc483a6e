"""What can be entered about a referral: its service's fields as data, and a word for each step."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from typing import Any

from wtforms import Field, SelectMultipleField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from ohms.domain.services import SERVICES, ServiceField, Shape
from ohms.domain.values import ReferralStep, Service
from ohms.web.fields import ChoiceField, DayField, LineField, ProseField
from ohms.web.forms import VersionedForm
from ohms.web.words import words

WHY = "Enter why: it stays with the referral."


class GiveForm(VersionedForm):
    reason = ProseField(
        "What it wants to know", longest=1_000, demand="Enter what it asks for.", id="give-reason"
    )


class WithdrawForm(VersionedForm):
    reason = ProseField("Why", longest=1_000, demand=WHY, id="withdraw-reason")


class ReopenForm(VersionedForm):
    reason = ProseField("Why", longest=1_000, demand=WHY, id="reopen-reason")


class SendForm(VersionedForm):
    """A press without anything to enter."""


class AskForm(VersionedForm):
    expected_by = DayField("Answer expected by", demand="Enter the day you were told, or hope for.")
    reason = LineField("What was said", id="ask-reason")


class AnswerForm(VersionedForm):
    step = ChoiceField("What it says", ReferralStep)
    reason = ProseField("Why, or what it asks for", longest=1_000, id="answer-reason")
    outcome = LineField("What came of it")

    def offer(self, steps: Iterable[ReferralStep]) -> None:
        self.step.choices = [SelectChoice(step.value, words(step)) for step in steps]


class ContentForm(VersionedForm):
    """The base of each service's form; `service_fields` are its own."""

    service_fields: tuple[ServiceField, ...] = ()
    why = LineField("Why it is updated")

    @property
    def entered(self) -> dict[str, str]:
        """The service's fields as they are kept."""
        return {each.name: _kept(self[each.name].data) for each in self.service_fields}


def content_form(service: Service, kept: Mapping[str, str] | None = None, **values: Any) -> Any:
    """A service's form: as it was sent, or with what a referral says."""
    kind = _kind(service)
    if kept is None:
        return kind()
    fields = {each.name: _shown(each, kept.get(each.name, "")) for each in kind.service_fields}
    return kind(formdata=None, **fields, **values)


@cache
def _kind(service: Service) -> type[ContentForm]:
    fields = SERVICES[service].fields
    named: dict[str, Any] = {each.name: _field(each) for each in fields}
    return type("ServiceForm", (ContentForm,), {**named, "service_fields": fields})


def _field(about: ServiceField) -> Field:
    if about.shape is Shape.DAY:
        return DayField(about.label)
    if about.shape is Shape.CHOICE:
        return ChoiceField(about.label, dict(about.choices), empty="Choose")
    if about.shape is Shape.CHOICES:
        return SelectMultipleField(
            about.label,
            choices=[SelectChoice(value, text) for value, text in about.choices],
            validate_choice=False,
        )
    if about.shape is Shape.TEXT:
        return ProseField(about.label, longest=about.longest)
    return LineField(about.label, longest=about.longest)


def _shown(about: ServiceField, kept: str) -> Any:
    if about.shape is Shape.DAY:
        return date.fromisoformat(kept) if kept else None
    return kept.split(";") if about.shape is Shape.CHOICES and kept else kept or None


def _kept(entered: Any) -> str:
    if isinstance(entered, date):
        return entered.isoformat()
    return ";".join(entered) if isinstance(entered, list) else entered or ""
