"""The claim list's address, read into a filter and written back as links, chips and options."""

from dataclasses import dataclass

from flask import request

from ohms.domain.actor import Actor
from ohms.domain.lists import ListName
from ohms.domain.values import (
    ClaimStatus,
    Complexity,
    Coordination,
    Milestone,
    ReferralStep,
    Role,
    WorkStatus,
)
from ohms.queries.claim_filter import (
    SCORE,
    SORTS,
    USUAL_SORT,
    ClaimFilter,
    ListScope,
    default_scope,
)
from ohms.queries.cursors import PER_PAGE
from ohms.queries.lane import SEE_THE_COHE
from ohms.queries.people import colleagues, employer_by_id, providers_of_list
from ohms.queries.rounds import ask, ask_all
from ohms.web import filters
from ohms.web.filter_picks import (
    FilterPick,
    Letters,
    Whom,
    filter_pick,
    read_letters,
    refuse_letters,
)
from ohms.web.filter_words import CHOICES, OPEN_MILESTONES, SCOPES, filters_in_words
from ohms.web.filters import link_with
from ohms.web.words import words

OF_AN_ASSISTANT = "Low complexity, and lent to me"
"""All that somebody has in sight who does not see the whole COHE."""

NOBODY = "nobody"
CONTACT_BEFORE = "last_contact_before"


@dataclass(frozen=True, slots=True)
class Listing:
    """Everything the list's page needs beside its rows."""

    asked: ClaimFilter
    views: list[tuple[str, str, bool]]
    choices: list[FilterPick]
    chips: list[tuple[str, str]]
    per_page: list[tuple[int, str | None]]
    sort_links: dict[str, str]
    whose: str
    letters: Letters

    @property
    def is_a_lane(self) -> bool:
        """An assistant's: a part of the COHE's claims, and no more can be shown."""
        return self.whose == OF_AN_ASSISTANT

    @property
    def contact_before(self) -> filters.TypedDay:
        return filters.typed_day(request.args, CONTACT_BEFORE, self.asked.last_contact_before)

    @property
    def what(self) -> str:
        """The list in words, for its caption."""
        chosen = [text for text, _href in self.chips]
        return ", ".join([self.whose, *chosen])


def read_filter(actor: Actor) -> ClaimFilter:
    """The filter of all that is done with the whole list; refused while letters in it mean nobody, or
    a day cannot be read."""
    asked = told_filter(actor)
    refuse_letters(_whom(actor, asked.scope), [CONTACT_BEFORE])
    return asked


def told_filter(actor: Actor) -> ClaimFilter:
    """The filter that the address asks for; what it does not know is no filter."""
    args = request.args
    scope = filters.one_of(args, "scope", ListScope) or default_scope(actor)
    if scope is ListScope.MINE and not actor.holds(Role.HSC):
        scope = ListScope.COHE
    per_page = filters.whole_number(args, "per_page")
    sort = args.get("sort", "")
    milestone = filters.one_of(args, "milestone", Milestone)
    return ClaimFilter(
        scope=scope,
        provider_id=filters.whole_number(args, "provider"),
        employer_id=filters.whole_number(args, "employer"),
        status=filters.one_of(args, "status", ClaimStatus),
        coordination=filters.one_of(args, "coordination", Coordination),
        time_loss=filters.yes_or_no(args, "time_loss"),
        work_status=filters.one_of(args, "work_status", WorkStatus),
        complexity=filters.one_of(args, "complexity", Complexity),
        assignee_id=filters.whole_number(args, "assignee"),
        nobodys=args.get("assignee") == NOBODY,
        open_only=filters.yes_or_no(args, "open") is True,
        last_contact_before=filters.day(args, CONTACT_BEFORE),
        milestone=milestone if milestone in OPEN_MILESTONES else None,
        referral=filters.one_of(args, "referral", ReferralStep),
        q=filters.line(args, "q"),
        sort=sort if sort.removeprefix("-") in (*SORTS, SCORE) else USUAL_SORT,
        after=args.get("after"),
        per_page=per_page if per_page in PER_PAGE else 50,
    )


def letters_of(actor: Actor, asked: ClaimFilter) -> Letters:
    """What the address says by letters of a name."""
    return read_letters(_whom(actor, asked.scope), [CONTACT_BEFORE])


def _whom(actor: Actor, scope: ListScope) -> dict[str, Whom]:
    whole_cohe = scope is ListScope.COHE
    return {
        "provider": Whom(lambda: ask(providers_of_list(actor, whole_cohe=whole_cohe))),
        "assignee": Whom(lambda: _or_nobody(ask(colleagues(actor))), frozenset({NOBODY})),
    }


def listing_for(actor: Actor, asked: ClaimFilter, letters: Letters | None = None) -> Listing:
    letters = letters or Letters()
    whole_cohe = asked.scope is ListScope.COHE
    providers, people = ask_all(providers_of_list(actor, whole_cohe=whole_cohe), colleagues(actor))
    return Listing(
        asked=asked,
        views=_views(actor, asked),
        choices=_choices(asked, providers, people, letters),
        chips=_chips(actor, asked, providers, people),
        per_page=[
            (size, None if size == asked.per_page else link_with(per_page=size))
            for size in PER_PAGE
        ],
        sort_links={
            **{name: link_with(sort=_turned(asked.sort, name)) for name in SORTS},
            SCORE: link_with(sort=SCORE if asked.sort == f"-{SCORE}" else f"-{SCORE}"),
        },
        whose=_whose(actor, asked.scope),
        letters=letters,
    )


def _whose(actor: Actor, scope: ListScope) -> str:
    part_of_it = scope is ListScope.COHE and not actor.cohes_as(*SEE_THE_COHE)
    return OF_AN_ASSISTANT if part_of_it else SCOPES[scope]


def _views(actor: Actor, asked: ClaimFilter) -> list[tuple[str, str, bool]]:
    scopes = list(SCOPES) if actor.holds(Role.HSC) else [ListScope.COHE]
    return [
        (_whose(actor, scope), link_with(scope=scope.value, provider=None), scope is asked.scope)
        for scope in scopes
    ]


def _turned(sort: str, name: str) -> str:
    return f"-{name}" if sort == name else name


def _choices(
    asked: ClaimFilter,
    providers: list[tuple[int, str]],
    people: list[tuple[int, str]],
    letters: Letters,
) -> list[FilterPick]:
    choices = [
        FilterPick(
            name,
            label,
            [(value.value, words(value)) for value in values],
            getattr(asked, name) or "",
        )
        for name, label, values in CHOICES
    ]
    choices.insert(
        2, FilterPick("time_loss", "Time loss", [("yes", "Yes"), ("no", "No")], _yes(asked))
    )
    choices.append(
        FilterPick(
            "milestone",
            "Milestone",
            [(milestone.value, text) for milestone, text in OPEN_MILESTONES.items()],
            asked.milestone or "",
        )
    )
    choices.append(
        filter_pick("provider", "Provider", providers, asked.provider_id, letters=letters)
    )
    if people:
        chosen = NOBODY if asked.nobodys else asked.assignee_id
        choices.append(
            filter_pick("assignee", "Coordinator", _or_nobody(people), chosen, letters=letters)
        )
    return choices


def _or_nobody(people: list[tuple[int, str]]) -> list[tuple[int | str, str]]:
    return [*people, (NOBODY, "Nobody")]


def _yes(asked: ClaimFilter) -> str:
    return {True: "yes", False: "no", None: ""}[asked.time_loss]


def _chips(
    actor: Actor,
    asked: ClaimFilter,
    providers: list[tuple[int, str]],
    people: list[tuple[int, str]],
) -> list[tuple[str, str]]:
    """What was chosen, each with the list without it."""
    told = {name: value for name, value in request.args.items() if name != "scope"}
    named = {
        "provider": {str(id_): text for id_, text in providers},
        "assignee": {str(id_): text for id_, text in people},
    }
    if asked.employer_id is not None:
        employer = employer_by_id(actor, asked.employer_id)
        named["employer"] = {told["employer"]: employer} if employer else {}
    said = filters_in_words(ListName.CLAIMS, told, named)
    return [(text, link_with(**{name: None})) for name, text in said]
