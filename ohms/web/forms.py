"""The base of every form: labels, choices and shape; it never decides what is allowed.

A rule that refuses comes back beside its field: `refuse(form, broken)`.
"""

import secrets
from collections.abc import Callable, Iterator
from typing import Any, ClassVar

from flask import g
from flask_wtf import FlaskForm
from flask_wtf.csrf import generate_csrf
from wtforms import HiddenField

from ohms.commands.idempotency import KeyOfARequest, UsedOtherwise
from ohms.domain.errors import RuleBroken
from ohms.web.fields import chosen_id
from ohms.web.sent import all_under_the_key

CARRIED_OUT_OTHERWISE = (
    "This form was sent before, with something else in it, and that was carried out. What stands in it now"
    " is not saved: look at what there is already, and send it once more if this is wanted as well."
)


def new_key() -> str:
    return secrets.token_urlsafe(24)


def csrf_token() -> str:
    """The request's own, which Flask-WTF makes once, and looks for its settings each time it is asked."""
    return str(g.get("csrf_token") or generate_csrf())


class Sentences:
    """What WTForms would say by itself, in the form of everything that is said here."""

    OURS: ClassVar = {"Not a valid choice.": "Choose one of the list."}

    def gettext(self, text: str) -> str:
        return self.OURS.get(text, text)

    def ngettext(self, singular: str, plural: str, number: int) -> str:
        return self.gettext(singular if number == 1 else plural)


class OhmsForm(FlaskForm):  # type: ignore[misc]
    """A form with its own key: sent twice, it is carried out once."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        def get_translations(self, _form: Any) -> Sentences:
            return Sentences()

    idempotency_key = HiddenField(default=new_key)

    @property
    def key(self) -> KeyOfARequest:
        """The key of this form load, cut to what the database keeps, and what is to be done under it."""
        key = str(self.idempotency_key.data or new_key())[:64]
        return KeyOfARequest.of(key, all_under_the_key())

    def refuse(self, broken: RuleBroken) -> None:
        """Put a broken rule beside its field, or above the form when it names none. A form that was carried
        out with something else in it gets another key: shown again, it may be sent again."""
        if isinstance(broken, UsedOtherwise):
            self.idempotency_key.data = new_key()
            self.form_errors.append(CARRIED_OUT_OTHERWISE)
            return
        field = self._fields.get(broken.field or "")
        if field is None:
            self.form_errors.append(broken.message)
        else:
            field.errors = [*field.errors, broken.message]

    def carried_out(self, act: Callable[[], object]) -> bool:
        """Whether the act was done; a rule that refused it stands beside its field."""
        try:
            act()
        except RuleBroken as broken:
            self.refuse(broken)
            return False
        return True

    @property
    def problems(self) -> list[tuple[str | None, str]]:
        """What the summary on top lists: (id of the field or None, the sentence beside it)."""
        return [*((None, str(text)) for text in self.form_errors), *self._field_problems()]

    @property
    def problems_elsewhere(self) -> list[tuple[str | None, str]]:
        """The same where its fields do not stand on the page, or many times: told, leading nowhere."""
        return [(None, text) for _field, text in self.problems]

    def _field_problems(self) -> Iterator[tuple[str | None, str]]:
        for field in self._fields.values():
            for text in _flat(field.errors):
                yield field.id, text


def _flat(errors: Any) -> Iterator[str]:
    for error in errors:
        if isinstance(error, list | tuple):
            yield from _flat(error)
        else:
            yield str(error)


class VersionedForm(OhmsForm):
    """A form about something that others may change meanwhile."""

    version = HiddenField()

    @property
    def filled_in_over(self) -> int | None:
        """The version that the form was filled in over; None where none was sent, or no number."""
        return chosen_id(self.version.data)


class HistoryForm(OhmsForm):
    """A form that adds to a history, to which others may add meanwhile."""

    stood = HiddenField()

    @property
    def filled_in_over(self) -> int:
        """The newest row that the form was filled in over; -1 for what is none."""
        stood = chosen_id(self.stood.data)
        return -1 if stood is None else stood
