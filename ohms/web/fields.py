"""Form fields that refuse what the given ones let through, with sentences a person can act on."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any

from wtforms import Field, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import ValidationError

from ohms import clock
from ohms.domain.days import Leaning, read_birth_date, read_day
from ohms.domain.errors import RuleBroken
from ohms.web.widgets import DropDown, Line, Prose, TypedDay
from ohms.web.words import words

CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
PLAIN_DIGITS = re.compile(r"[0-9]{1,9}")
INVISIBLE = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp", "Mn"})


def clean_text(text: str | None) -> str:
    """NFC, with line ends as `\\n`, without control characters and outer blanks."""
    normal = unicodedata.normalize("NFC", text or "").replace("\r\n", "\n").replace("\r", "\n")
    return CONTROL.sub("", normal).strip()


def is_blank(text: str) -> bool:
    """Nothing that an eye could see: empty, spaces, or zero-width characters only."""
    return all(unicodedata.category(character) in INVISIBLE for character in text)


class TextCleaning:
    """Shared by one-line and many-line text."""

    longest: int
    demand: str | None
    data: str | None

    def process_formdata(self, values: Sequence[Any]) -> None:
        if values and not isinstance(values[0], str):
            self.data = ""
            raise ValueError("Enter text here, not a file.")
        self.data = clean_text(values[0] if values else "")

    def pre_validate(self, _form: Any) -> None:
        text = self.data or ""
        if is_blank(text):
            self.data = ""
            if self.demand:
                raise ValidationError(self.demand)
        elif len(text) > self.longest:
            raise ValidationError(
                f"Shorten this to {self.longest:,} characters; it has {len(text):,}."
            )


class LineField(TextCleaning, StringField):
    """One line of text; `demand` is the sentence when it may not be empty."""

    widget = Line()

    def __init__(
        self, label: str, *, longest: int = 200, demand: str | None = None, **options: Any
    ) -> None:
        super().__init__(label, **options)
        self.longest, self.demand = longest, demand

    def process_formdata(self, values: Sequence[Any]) -> None:
        super().process_formdata(values)
        self.data = " ".join((self.data or "").split())


class ProseField(TextCleaning, TextAreaField):
    """Text of several lines."""

    widget = Prose()

    def __init__(
        self, label: str, *, longest: int = 20_000, demand: str | None = None, **options: Any
    ) -> None:
        super().__init__(label, **options)
        self.longest, self.demand = longest, demand


class WholeNumberField(Field):
    """Plain digits within limits; anything else, full-width digits included, is refused."""

    widget = Line()

    def __init__(
        self, label: str, *, least: int, most: int, demand: str | None = None, **options: Any
    ) -> None:
        super().__init__(label, **options)
        self.least, self.most, self.demand = least, most, demand
        self.raw = ""

    def _value(self) -> str:
        return self.raw or ("" if self.data is None else str(self.data))

    def process_formdata(self, values: Sequence[Any]) -> None:
        self.data = None
        self.raw = clean_text(values[0]) if values and isinstance(values[0], str) else ""
        if not self.raw:
            return
        if not PLAIN_DIGITS.fullmatch(self.raw):
            raise ValueError(self._sentence())
        self.data = int(self.raw)

    def pre_validate(self, _form: Any) -> None:
        if self.data is None:
            if not self.raw and self.demand:
                raise ValidationError(self.demand)
        elif not self.least <= self.data <= self.most:
            raise ValidationError(self._sentence())

    def _sentence(self) -> str:
        return f"Enter {self.label.text.lower()} as a whole number from {self.least:,} to {self.most:,}."


class DayField(Field):
    """A typed day: 6/3, 6/3/26, 2026-06-03, today, +5b; the server decides, and the page tells it with its
    weekday while it is typed."""

    widget: Line = TypedDay()

    def __init__(
        self, label: str, *, past: bool = False, demand: str | None = None, **options: Any
    ) -> None:
        super().__init__(label, **options)
        self.past, self.demand = past, demand
        self.raw = ""

    @property
    def leaning(self) -> Leaning:
        """A weekday or a day without its year: what was done lies behind, what is due ahead."""
        return Leaning.BACK if self.past else Leaning.AHEAD

    def _value(self) -> str:
        return self.raw or (self.data.isoformat() if isinstance(self.data, date) else "")

    def process_formdata(self, values: Sequence[Any]) -> None:
        self.data = None
        self.raw = clean_text(values[0]) if values and isinstance(values[0], str) else ""
        if not self.raw:
            return
        try:
            self.data = self.read(self.raw)
        except RuleBroken as broken:
            raise ValueError(broken.message) from broken

    def read(self, text: str) -> date:
        """The day that the text means; RuleBroken for none."""
        return read_day(text, clock.today(), leaning=self.leaning)

    def pre_validate(self, _form: Any) -> None:
        if self.data is None:
            if not self.raw and self.demand:
                raise ValidationError(self.demand)
        elif self.past and self.data > clock.today():
            raise ValidationError("Enter a day that is not after today.")


class BirthDateField(DayField):
    """A birth date with its year, 4/3/1985 or 1985-04-03: further back than other days may lie."""

    widget = Line()

    def read(self, text: str) -> date:
        return read_birth_date(text, clock.today())


class ChoiceField(SelectField):
    """One of the values of an enum, in its words; `empty` is the label of no choice."""

    widget = DropDown()

    def __init__(
        self,
        label: str,
        values: Iterable[StrEnum] | Mapping[str, str],
        *,
        empty: str | None = None,
        demand: str = "Choose one of the list.",
        **options: Any,
    ) -> None:
        listed = _listed(values)
        choices = (SelectChoice("", empty), *listed) if empty is not None else listed
        super().__init__(label, choices=choices, validate_choice=False, **options)
        self.demand, self.optional = demand, empty is not None
        self.pairs = [(choice.value, choice.label) for choice in choices]
        self.known = {choice.value for choice in listed}

    def offer(self, pairs: Sequence[tuple[str, str]]) -> None:
        """Choices that only the request knows: values with their words."""
        self.choices = [SelectChoice(value, text) for value, text in pairs]
        self.pairs, self.known = list(pairs), {value for value, _text in pairs}

    def pre_validate(self, form: Any) -> None:
        super().pre_validate(form)
        if self.data in self.known or (self.optional and not self.data):
            return
        raise ValidationError(self.demand)


class DemandedChoice(ChoiceField):
    """One of a list, beginning with no choice at all, which is refused."""

    def __init__(self, label: str, values: Any, *, demand: str, **options: Any) -> None:
        super().__init__(label, values, empty="Choose", demand=demand, **options)

    def pre_validate(self, form: Any) -> None:
        if not self.data:
            raise ValidationError(self.demand)
        super().pre_validate(form)


def _listed(values: Iterable[StrEnum] | Mapping[str, str]) -> tuple[SelectChoice, ...]:
    if isinstance(values, Mapping):
        return tuple(SelectChoice(value, text) for value, text in values.items())
    return _all_of(values) if isinstance(values, type) else _in_words(values)


@cache
def _all_of(values: Iterable[StrEnum]) -> tuple[SelectChoice, ...]:
    """Of a whole enum they are the same in every form: each is made for every page that has it otherwise."""
    return _in_words(values)


def _in_words(values: Iterable[StrEnum]) -> tuple[SelectChoice, ...]:
    return tuple(SelectChoice(value.value, words(value)) for value in values)


def chosen_id(text: str | None) -> int | None:
    """A row's id as a drop-down sends it; None for the empty choice and for what is no id."""
    said = text or ""
    return int(said) if said.isascii() and said.isdigit() and len(said) < 10 else None
