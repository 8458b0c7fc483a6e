"""One of many in a list's filter: a drop-down while they are few, else chosen by letters of a name as in
forms (`web/picking.py`). The address keeps who is meant, never the letters."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from flask import redirect, request
from werkzeug.wrappers import Response

from ohms.web.fields import chosen_id
from ohms.web.filters import line, link_with
from ohms.web.picking import FEW, meant_by, told_apart

Those = Iterable[tuple[int | str, str]]


@dataclass(frozen=True, slots=True)
class FilterPick:
    """What one may be chosen from, and who is; `blank` says what nobody chosen means, None that somebody
    always is."""

    name: str
    label: str
    options: list[tuple[str, str]]
    selected: str = ""
    blank: str | None = "Any"

    @property
    def is_long(self) -> bool:
        return len(self.options) > FEW

    @property
    def problem(self) -> str:
        """What to say of letters that mean nobody, or several: in a line to type in, and where the list
        is narrowed by what stands in no drop-down."""
        typed = _letters(self.name)
        if not typed or typed in dict(self.options):
            return ""
        if not self.is_long and typed != self.selected:
            return ""
        return meant_by(typed, self.options)[1]

    @property
    def shown(self) -> str:
        """The name of who is chosen, else the letters that chose nobody."""
        return dict(self.options).get(self.selected) or _letters(self.name)


def filter_pick(
    name: str,
    label: str,
    those: Those,
    selected: int | str | None = None,
    blank: str | None = "Any",
) -> FilterPick:
    chosen = "" if selected is None else str(selected)
    return FilterPick(name, label, told_apart(those), chosen, blank)


def by_letters(offer: Mapping[str, Callable[[], Those]]) -> Response | None:
    """To the same list with who is meant, where the address has letters of a name. Those to choose from
    are asked for only where it has."""
    meant = {}
    for name, those in offer.items():
        if typed := _letters(name):
            offered = told_apart(those())
            if typed not in dict(offered) and (id_ := meant_by(typed, offered)[0]):
                meant[name] = id_
    return redirect(link_with(**meant), 303) if meant else None


def _letters(name: str) -> str:
    typed = line(request.args, name)
    return "" if chosen_id(typed) is not None else typed
