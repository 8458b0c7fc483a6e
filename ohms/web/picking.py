"""One of some people or providers, chosen from a drop-down while they are few, and by beginning to type
their name where they are many: the browser offers the names, the server says who was meant."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from wtforms import Field
from wtforms.validators import ValidationError

from ohms.domain.names import folded
from ohms.web.fields import chosen_id, clean_text
from ohms.web.widgets import Line

FEW = 20
"""So many a drop-down shows at a glance."""

LONGEST = 200
MOST_TOLD = 4


class PickField(Field):
    """Its `data` is the id of who was picked, as text; empty for nobody. Those who may be picked are told
    by `offer`, before the form is validated. Digits are the id of one of them; while they are few, whom
    else an id names is the command's to refuse, as nobody types one there."""

    widget = Line()

    def __init__(self, label: str, *, demand: str | None = None, **options: Any) -> None:
        self.offered: list[tuple[str, str]] = []
        self.raw = self.unmet = ""
        super().__init__(label, **options)
        self.demand = demand

    @property
    def is_long(self) -> bool:
        return len(self.offered) > FEW

    @property
    def shown(self) -> str:
        """The name of who was picked, else what was typed."""
        return dict(self.offered).get(self.data or "", self.raw)

    def process_data(self, value: Any) -> None:
        self._take(str(value or ""))

    def process_formdata(self, values: Sequence[Any]) -> None:
        self._take(values[0] if values and isinstance(values[0], str) else "")

    def offer(self, those: Iterable[tuple[int | str, str]]) -> None:
        """Who may be picked."""
        self.offered = told_apart(those)
        if self.is_long and self.data == self.raw and self.data not in dict(self.offered):
            self.data = ""
        self._meet()

    def pre_validate(self, _form: Any) -> None:
        if self.unmet:
            raise ValidationError(self.unmet)
        if self.demand and not self.data:
            raise ValidationError(self.demand)

    def _take(self, text: str) -> None:
        self.raw = " ".join(clean_text(text).split())[:LONGEST]
        self.data, self.unmet = (self.raw if chosen_id(self.raw) is not None else ""), ""

    def _meet(self) -> None:
        if not self.raw or self.data:
            return
        self.data, self.unmet = meant_by(self.raw, self.offered)
        self.errors = [self.unmet] if self.unmet else []


def told_apart(those: Iterable[tuple[int | str, str]]) -> list[tuple[str, str]]:
    """Those whose names are typed alike by their ids too, as a browser that offers names sends nothing
    else. What an id is added to may be the very name of another: told apart until none is typed alike."""
    named = {str(id_): name for id_, name in those}
    while alike := _typed_alike(named):
        named |= {id_: f"{named[id_]} ({id_})" for id_ in alike}
    return list(named.items())


def _typed_alike(named: Mapping[str, str]) -> list[str]:
    typed = {id_: folded(name) for id_, name in named.items()}
    bearers = Counter(typed.values())
    return [id_ for id_, name in typed.items() if bearers[name] > 1]


def meant_by(typed: str, offered: Sequence[tuple[str, str]]) -> tuple[str, str]:
    """Whom letters mean: one of that very name, as it is written before as it is searched, or the only one
    whose names begin so; else nobody, and what to say of it."""
    asked = folded(typed)
    found = (
        [each for each in offered if each[1] == typed]
        or [each for each in offered if folded(each[1]) == asked]
        or [
            each
            for each in offered
            if asked and all(_begins_a_word(part, folded(each[1])) for part in asked.split())
        ]
    )
    if len(found) == 1:
        return found[0][0], ""
    if not found:
        return "", f"“{typed}” is none of those to choose from."
    names = [name for _id, name in found[:MOST_TOLD]]
    more = " and others" if len(found) > MOST_TOLD else ""
    how = "enter the whole name" if len(offered) > FEW else "choose one"
    return "", f"“{typed}” may be {'; '.join(names)}{more}: {how}."


def _begins_a_word(part: str, name: str) -> bool:
    """ "lee" begins one of "lee, ann" and of "smith-lee", and none of "bleeker"."""
    return re.search(rf"(?<!\w){re.escape(part)}", name) is not None
