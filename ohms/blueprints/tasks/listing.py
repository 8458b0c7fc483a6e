"""The task list's address, read into a filter and written back as links, chips and options."""

from dataclasses import dataclass

from flask import request

from ohms.domain.access import CASEWORK
from ohms.domain.actor import Actor
from ohms.domain.lists import ListName
from ohms.domain.values import Role
from ohms.queries.cursors import PER_PAGE
from ohms.queries.task_filter import (
    Due,
    StateFilter,
    TaskFilter,
    Whose,
    default_whose,
    may_choose_owners,
)
from ohms.queries.tasks import SORTS, owners
from ohms.web import filters
from ohms.web.filter_picks import (
    FilterPick,
    Letters,
    Whom,
    filter_pick,
    read_letters,
    refuse_letters,
)
from ohms.web.filter_words import OWNERS, filters_in_words
from ohms.web.filters import link_with


@dataclass(frozen=True, slots=True)
class Listing:
    """Everything the list's page needs beside its rows."""

    asked: TaskFilter
    people: list[tuple[int, str]]
    of_nobody_named: list[tuple[str, str]]
    views: list[tuple[str, str, bool]]
    chips: list[tuple[str, str]]
    per_page: list[tuple[int, str | None]]
    sort_links: dict[str, str]
    letters: Letters

    @property
    def owner(self) -> str:
        """The owner as the address has it."""
        if self.asked.whose is Whose.ONE:
            return str(self.asked.owner_id)
        return self.asked.whose.value

    @property
    def owner_choice(self) -> FilterPick:
        those: list[tuple[int | str, str]] = [*self.of_nobody_named, *self.people]
        return filter_pick("owner", "Owner", those, self.owner, None, self.letters)

    @property
    def what(self) -> str:
        """The list in words, for its caption."""
        said = [] if self.asked.whose is Whose.ONE else [OWNERS[self.asked.whose]]
        return ", ".join([*said, *(text for text, _href in self.chips)])


def read_filter(actor: Actor) -> TaskFilter:
    """The filter of all that is done with the whole list; refused while letters in it mean nobody."""
    refuse_letters(_whom(actor))
    return told_filter(actor)


def told_filter(actor: Actor) -> TaskFilter:
    """The filter that the address asks for; what it does not know is no filter."""
    args = request.args
    whose, owner_id = _read_owner(actor)
    per_page = filters.whole_number(args, "per_page")
    sort = args.get("sort", "")
    return TaskFilter(
        whose=whose,
        owner_id=owner_id,
        state=filters.one_of(args, "state", StateFilter) or StateFilter.OPEN,
        due=filters.one_of(args, "due", Due),
        claim=filters.line(args, "claim", 16),
        q=filters.line(args, "q"),
        shows_later=filters.yes_or_no(args, "shows_later") or False,
        sort=sort if sort.lstrip("-") in SORTS and sort.count("-") <= 1 else "due_by",
        after=args.get("after"),
        per_page=per_page if per_page in PER_PAGE else 50,
    )


def letters_of(actor: Actor) -> Letters:
    """What the address says by letters of a name."""
    return read_letters(_whom(actor))


def _whom(actor: Actor) -> dict[str, Whom]:
    words = frozenset(Whose) - {Whose.ONE}
    return {"owner": Whom(lambda: [*_of_nobody_named(actor), *owners(actor)], words)}


def listing_for(actor: Actor, asked: TaskFilter, letters: Letters | None = None) -> Listing:
    people = owners(actor)
    return Listing(
        asked=asked,
        people=people,
        of_nobody_named=_of_nobody_named(actor),
        views=_views(actor, asked),
        chips=_chips(asked, people),
        per_page=[
            (size, None if size == asked.per_page else link_with(per_page=size))
            for size in PER_PAGE
        ],
        sort_links={name: link_with(sort=_turned(asked.sort, name)) for name in SORTS},
        letters=letters or Letters(),
    )


def _read_owner(actor: Actor) -> tuple[Whose, int | None]:
    person = filters.whole_number(request.args, "owner")
    if person is not None and may_choose_owners(actor):
        return Whose.ONE, person
    whose = filters.one_of(request.args, "owner", Whose)
    if whose is None or whose is Whose.ONE:
        return default_whose(actor), None
    return whose, None


def _of_nobody_named(actor: Actor) -> list[tuple[str, str]]:
    return [(each.value, OWNERS[each]) for each in _offered(actor)]


def _offered(actor: Actor) -> list[Whose]:
    whose = [Whose.ME] if actor.holds(*CASEWORK) else []
    if actor.holds(Role.HSC):
        whose.append(Whose.COVERED)
    return [*whose, Whose.ANYONE]


def _views(actor: Actor, asked: TaskFilter) -> list[tuple[str, str, bool]]:
    offered = _offered(actor)
    return [(OWNERS[each], link_with(owner=each.value), each is asked.whose) for each in offered]


def _turned(sort: str, name: str) -> str:
    return f"-{name}" if sort == name else name


def _chips(asked: TaskFilter, people: list[tuple[int, str]]) -> list[tuple[str, str]]:
    """What was chosen, each with the list without it."""
    whose = set() if asked.whose is Whose.ONE else {"owner"}
    told = {name: value for name, value in request.args.items() if name not in whose}
    named = {"owner": {str(id_): text for id_, text in people}}
    said = filters_in_words(ListName.TASKS, told, named)
    return [(text, link_with(**{name: None})) for name, text in said]
