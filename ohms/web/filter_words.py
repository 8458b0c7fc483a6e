"""What a list's filters are called and what each of their values says: on the list's page, of a view kept
of it, and on the head sheet of what is taken out. Read as leniently as the lists read their addresses: a
value that is no filter says nothing."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import TypeVar

from ohms.domain.lists import ListName
from ohms.domain.values import (
    ClaimStatus,
    Complexity,
    Coordination,
    Milestone,
    ReferralStep,
    Service,
    WorkStatus,
)
from ohms.queries import claim_filter, referrals, task_filter
from ohms.web import filters
from ohms.web.words import words

SCOPES: Mapping[claim_filter.ListScope, str] = MappingProxyType(
    {
        claim_filter.ListScope.MINE: "My list",
        claim_filter.ListScope.COVERED: "Covered today",
        claim_filter.ListScope.COHE: "The COHE's",
    }
)
OPEN_MILESTONES: Mapping[Milestone, str] = MappingProxyType(
    {Milestone.FIRST_CONTACT: "No contact yet", Milestone.APF_12_WEEKS: "No APF yet"}
)
CHOICES: tuple[tuple[str, str, type[StrEnum]], ...] = (
    ("coordination", "Coordination", Coordination),
    ("status", "L&I status", ClaimStatus),
    ("work_status", "Work status", WorkStatus),
    ("complexity", "Complexity", Complexity),
    ("referral", "Referral", ReferralStep),
)
OWNERS: Mapping[task_filter.Whose, str] = MappingProxyType(
    {
        task_filter.Whose.ME: "Mine",
        task_filter.Whose.COVERED: "Covered today",
        task_filter.Whose.ANYONE: "Everybody's",
        task_filter.Whose.ONE: "One person's",
    }
)
STATES: Mapping[task_filter.StateFilter, str] = MappingProxyType(
    {
        task_filter.StateFilter.OPEN: "Open",
        task_filter.StateFilter.TO_DO: "To do",
        task_filter.StateFilter.IN_PROGRESS: "In progress",
        task_filter.StateFilter.WAITING: "Waiting",
        task_filter.StateFilter.DONE: "Done",
        task_filter.StateFilter.NOT_NEEDED: "Not needed",
        task_filter.StateFilter.ANY: "Any",
    }
)
DUE: Mapping[task_filter.Due, str] = MappingProxyType(
    {
        task_filter.Due.OVERDUE: "Overdue",
        task_filter.Due.TODAY: "Due today",
        task_filter.Due.WEEK: "Due this week",
        task_filter.Due.LATER: "Due later",
    }
)
WHOSE: Mapping[referrals.Whose, str] = MappingProxyType(
    {referrals.Whose.MINE: "Mine", referrals.Whose.COHE: "The COHE's"}
)
AGES: Mapping[referrals.Age, str] = MappingProxyType(
    {
        referrals.Age.SILENT: "No answer by the expected day",
        referrals.Age.LONG: "Sent over 30 days ago",
    }
)
SORTS: Mapping[ListName, Mapping[str, str]] = MappingProxyType(
    {
        ListName.CLAIMS: {
            "next_due": "Due",
            "last_contact": "Contact",
            "initiated_on": "Initiated",
            "injury_on": "Injury",
            "worker": "Worker",
            claim_filter.SCORE: "Score",
        },
        ListName.TASKS: {"due_by": "Due", "claim": "Claim", "written_at": "Written"},
        ListName.REFERRALS: {"expected_by": "Next word by", "sent_at": "Sent", "claim": "Claim"},
    }
)
"""What each list is sorted by, as the headings of its columns say it."""
_OF_DAYS = frozenset({"next_due", "last_contact"})
"""Orders by a day whose name does not end as one of a day does."""
_OF_WORDS = frozenset(
    {"worker", "last_name", "claim", "claim_number", "name", "person", "provider"}
)
_OF_NUMBERS = frozenset({claim_filter.SCORE})

Value = TypeVar("Value", bound=StrEnum)
Named = Mapping[str, Mapping[str, str]]
"""By a filter's name: who or what its values stand for, where only the database knows."""


def _nothing(value: str) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Filter:
    """One filter: its label, what each value says, and what one says that stands in no list of words."""

    label: str
    values: Mapping[str, str] = field(default_factory=dict)
    any_other: Callable[[str], str] = _nothing

    def says(self, value: str, named: Mapping[str, str]) -> str:
        return named.get(value) or self.values.get(value) or self.any_other(value)


def _labelled(label: str, values: Iterable[StrEnum]) -> Filter:
    return Filter(label, {each.value: f"{label}: {words(each).lower()}" for each in values})


def _of(label: str, says: Mapping[Value, str]) -> Filter:
    return Filter(label, {each.value: text for each, text in says.items()})


def _someone(label: str, otherwise: str, **values: str) -> Filter:
    def one(value: str) -> str:
        return "" if filters.whole_number({"id": value}, "id") is None else otherwise

    return Filter(label, values, one)


def _quoted(value: str) -> str:
    return f"“{text}”" if (text := filters.line({"q": value}, "q")) else ""


def _claim(value: str) -> str:
    return f"Claim {number}" if (number := filters.line({"claim": value}, "claim", 16)) else ""


def _contact_before(value: str) -> str:
    day = filters.day({"day": value}, "day")
    return f"Last contact before {day.isoformat()}" if day else ""


FILTERS: Mapping[ListName, Mapping[str, Filter]] = MappingProxyType(
    {
        ListName.CLAIMS: {
            "scope": _of("Whose claims", SCOPES),
            **{name: _labelled(label, values) for name, label, values in CHOICES},
            "time_loss": Filter("Time loss", {"yes": "Time loss", "no": "No time loss"}),
            "open": Filter("Open", {"yes": "Open"}),
            "milestone": _of("Milestone", OPEN_MILESTONES),
            "last_contact_before": Filter("Last contact before", any_other=_contact_before),
            "q": Filter("Claim or worker", any_other=_quoted),
            "provider": _someone("Provider", "One provider"),
            "assignee": _someone("Coordinator", "One coordinator", nobody="Without a coordinator"),
            "employer": _someone("Employer", "One employer"),
        },
        ListName.TASKS: {
            "owner": _someone(
                "Owner", "One person", **{each.value: text for each, text in OWNERS.items()}
            ),
            "state": Filter(
                "State",
                {
                    each.value: f"State: {text.lower()}"
                    for each, text in STATES.items()
                    if each is not task_filter.StateFilter.OPEN
                },
            ),
            "due": _of("Due", DUE),
            "claim": Filter("Claim", any_other=_claim),
            "q": Filter("Task", any_other=_quoted),
            "shows_later": Filter("Shows later", {"yes": "Also those that show later"}),
        },
        ListName.REFERRALS: {
            "scope": _of("Whose referrals", WHOSE),
            "step": _labelled("Step", referrals.StepFilter),
            "service": Filter("Service", {each.value: words(each) for each in Service}),
            "age": _of("Answer", AGES),
        },
    }
)


def filters_in_words(
    name: ListName, told: Mapping[str, str], named: Named = MappingProxyType({})
) -> Iterator[tuple[str, str]]:
    """The filters among what an address or a kept state tells: the name of each, and what it says."""
    for each, its in FILTERS[name].items():
        value = told.get(each)
        if value and (text := its.says(value, named.get(each, {}))):
            yield each, text


def state_in_words(name: ListName, told: Mapping[str, str], named: Named) -> list[str]:
    """All that a view keeps of a list's state: its filters, its order and the rows of a page."""
    said = [text for _name, text in filters_in_words(name, told, named)]
    if sort := told.get("sort"):
        said.append(f"sorted by {sort_in_words(name, sort)}")
    if size := told.get("per_page"):
        said.append(f"{size} rows a page")
    return said


def labels_of(name: ListName, names: Iterable[str]) -> list[str]:
    """What parts of a list's state are called, in the order in which its filters stand."""
    asked, called = set(names), {each: its.label for each, its in FILTERS[name].items()}
    called |= {"sort": "Sorted by", "per_page": "Rows a page"}
    return [label for each, label in called.items() if each in asked]


def sort_in_words(name: ListName | str, sort: str) -> str:
    """By what, and what comes first; of a list that is not kept, by the words of its order's name."""
    by = sort.removeprefix("-")
    known = SORTS[name].get(by) if isinstance(name, ListName) else None
    plain = by.removesuffix("_on").removesuffix("_at").removesuffix("_by").replace("_", " ")
    of_days = plain != by.replace("_", " ") or by in _OF_DAYS
    ways = ("earliest first", "latest first") if of_days else ("from the top", "from the bottom")
    if by in _OF_WORDS:
        ways = ("A to Z", "Z to A")
    if by in _OF_NUMBERS:
        ways = ("lowest first", "highest first")
    return f"{known or plain.capitalize()}, {ways[sort.startswith('-')]}"
