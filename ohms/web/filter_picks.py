"""One of many in a list's filter: a drop-down while they are few, else chosen by letters of a name as in
forms (`web/picking.py`). The address keeps who is meant, never the letters; while these mean nobody, or
several, the list shows no row and nothing is done with it: they are not "no filter"."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import redirect, request
from werkzeug.wrappers import Response

from ohms.queries.cursors import Page
from ohms.web.fields import chosen_id
from ohms.web.filters import line, link_with, typed_day
from ohms.web.picking import FEW, LONGEST, meant_by, told_apart

Those = Iterable[tuple[int | str, str]]


class MeansNobody(Exception):
    """Something is asked of a whole list whose address has letters that mean nobody, or several."""


@dataclass(frozen=True, slots=True)
class FilterPick:
    """What one may be chosen from, and who is; `blank` says what nobody chosen means, None that somebody
    always is. `problem`: what to say of letters that mean nobody, or several."""

    name: str
    label: str
    options: list[tuple[str, str]]
    selected: str = ""
    blank: str | None = "Any"
    problem: str = ""

    @property
    def is_long(self) -> bool:
        return len(self.options) > FEW

    @property
    def shown(self) -> str:
        """The letters that chose nobody, else the name of who is chosen."""
        return _typed(self.name) if self.problem else dict(self.options).get(self.selected, "")


@dataclass(frozen=True, slots=True)
class Whom:
    """Whom letters in a part of the address may mean, asked for only where it has some; `words` it may say
    beside who is meant. `by_number`: digits are an id, whosever it is; else they are letters."""

    those: Callable[[], Those]
    words: frozenset[str] = frozenset()
    by_number: bool = True

    def is_told(self, text: str) -> bool:
        """Whether this needs no reading."""
        return text in self.words or (self.by_number and chosen_id(text) is not None)


@dataclass(frozen=True, slots=True)
class Letters:
    """By the part of the address that has them: who is meant, and what to say of those that mean nobody."""

    meant: dict[str, str] = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)

    @property
    def problem(self) -> str:
        """What stands in the place of rows."""
        return " ".join(self.problems.values())

    @property
    def without(self) -> str:
        """The same list without the letters that mean nobody."""
        return link_with(**dict.fromkeys(self.problems))

    @property
    def leads_on(self) -> Response | None:
        """To the same list with who is meant."""
        return redirect(link_with(**self.meant), 303) if self.meant else None


def filter_pick(
    name: str,
    label: str,
    those: Those,
    selected: int | str | None = None,
    blank: str | None = "Any",
    letters: Letters | None = None,
) -> FilterPick:
    chosen = "" if selected is None else str(selected)
    problem = letters.problems.get(name, "") if letters else ""
    return FilterPick(name, label, told_apart(those), chosen, blank, problem)


def read_letters(offer: Mapping[str, Whom], days: Collection[str] = ()) -> Letters:
    """What the letters of names in the address mean. A day that cannot be read is told as letters that mean
    nobody."""
    found = Letters()
    for name in days:
        if errors := typed_day(request.args, name, None).errors:
            found.problems[name] = " ".join(errors)
    for name, whom in offer.items():
        typed, told = _typed(name), request.args.get(name, "")
        if not typed or whom.is_told(told):
            continue
        offered = told_apart(whom.those())
        id_, problem = (typed, "") if typed in dict(offered) else meant_by(typed, offered)
        if problem:
            found.problems[name] = problem
        elif id_ != told:
            found.meant[name] = id_
    return found


def refuse_letters(offer: Mapping[str, Whom], days: Collection[str] = ()) -> None:
    """Before something is done with a whole list: its page alone lets letters choose."""
    letters = read_letters(offer, days)
    if letters.problems:
        raise MeansNobody(letters.problem)
    if letters.meant:
        raise MeansNobody("Choose on the list's page first who is meant.")


def nothing_listed() -> Page[Any]:
    """In the place of a list's page while its address has letters that mean nobody."""
    return Page([], 0, 0, None)


def _typed(name: str) -> str:
    return line(request.args, name, LONGEST)
