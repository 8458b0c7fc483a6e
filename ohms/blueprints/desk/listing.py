"""The queue of a desk and its export: both from what the address says."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

from flask import render_template, request
from werkzeug.wrappers import Response as Redirect

from ohms import clock
from ohms.blueprints.desk.room import blueprint
from ohms.domain.access import Permission
from ohms.domain.actor import Actor
from ohms.domain.values import ReferralStep
from ohms.queries.cursors import PER_PAGE
from ohms.queries.desk_keeping import desk_keeps_days
from ohms.queries.desk_queue import (
    NOBODY,
    DeskAge,
    DeskFilter,
    Queue,
    QueuedReferral,
    claims_by_cohe,
    counts,
    desk_page,
    every_queued_referral,
    officers,
)
from ohms.web import filters
from ohms.web.access import current_actor, requires
from ohms.web.filter_picks import (
    Whom,
    filter_pick,
    nothing_listed,
    read_letters,
    refuse_letters,
)
from ohms.web.filters import link_to, link_with, turning
from ohms.web.lists import Exported, rows_of, taken_out
from ohms.web.reading import shown_of_cohes
from ohms.web.words import words

QUEUES: Mapping[Queue, str] = MappingProxyType(
    {
        Queue.NEW: "Nobody has it",
        Queue.MINE: "Mine",
        Queue.WAITING: "Asked back",
        Queue.OPEN: "All open",
        Queue.OVER: "Over",
    }
)
EMPTY: Mapping[Queue, tuple[str, str]] = MappingProxyType(
    {
        Queue.NEW: (
            "Everything has its officer",
            "What coordinators send to your service stands here at once.",
        ),
        Queue.MINE: ("You have none", "Take one of those that nobody has."),
        Queue.WAITING: (
            "You asked nothing back",
            "What you asked a COHE stands here until it answers.",
        ),
        Queue.OPEN: (
            "Nothing is open",
            "What coordinators send to your service stands here at once.",
        ),
        Queue.OVER: ("Nothing is over", "What you decline or complete stands here for a while."),
    }
)
"""What an empty queue says, where no filter emptied it."""
AGES: Mapping[DeskAge, str] = MappingProxyType(
    {DeskAge.LATE: "Our answer is late", DeskAge.LONG: "Sent over 30 days ago"}
)
STEPS = tuple(each for each in ReferralStep if each is not ReferralStep.DRAFT)
EXPORTED = (
    "id",
    "service",
    "step",
    "about",
    "employer",
    "cohe",
    "sent_on",
    "answer_by",
    "late_business_days",
    "officer",
    "outcome",
)


@blueprint.get("/desk")
@requires(Permission.DESK_WORK, reads="list_desk")
def index() -> str | Redirect:
    actor, asked = current_actor(), _asked()
    letters = read_letters(_whom(actor))
    if letters.leads_on:
        return letters.leads_on
    page = nothing_listed() if letters.problems else desk_page(actor, asked)
    how_many = {} if letters.problems else counts(actor, asked)
    people = officers(actor)
    shown_of_cohes(claims_by_cohe(page.rows), detail={"total": page.total})
    chips = list(_chips(asked, dict(people)))
    state = {**request.args.to_dict(), "after": None}
    return render_template(
        "desk/index.html",
        asked=asked,
        page=page,
        queues=[
            (text, link_with(queue=each.value), each is asked.which, how_many.get(each))
            for each, text in QUEUES.items()
        ],
        chips=chips,
        cleared=link_to("/desk", {"queue": asked.which.value}),
        empty=EMPTY[asked.which],
        what=f"{', '.join([QUEUES[asked.which], *(text for text, _href in chips)])};"
        f" {'the last sent' if asked.which is Queue.OVER else 'the most urgent'} first",
        steps=[(each.value, words(each)) for each in STEPS],
        letters=letters,
        officer=filter_pick(
            "officer", "Officer", _or_nobody(people), asked.officer_id, "Anybody", letters
        ),
        ages=[(age.value, text) for age, text in AGES.items()],
        keeps=desk_keeps_days(actor.on_day),
        per_page=[
            (size, None if size == asked.per_page else link_with(per_page=size))
            for size in PER_PAGE
        ],
        export_href=link_to("/desk.csv", state),
        workbook_href=link_to("/desk.xlsx", state),
        **turning(page),
        local=lambda instant: instant.astimezone(clock.PACIFIC),
    )


@taken_out(blueprint, "/desk", Permission.DESK_WORK, reads="export_desk")
def export() -> Exported:
    actor, asked = current_actor(), _asked()
    refuse_letters(_whom(actor))
    rows = every_queued_referral(actor, asked)
    shown_of_cohes(claims_by_cohe(rows), detail={"lines": len(rows)})
    chips = [text for text, _href in _chips(asked, dict(officers(actor)))]
    what = f"Desk, {QUEUES[asked.which].lower()}"
    return Exported("desk", what, chips, asked.sort, EXPORTED, rows_of(EXPORTED, map(_line, rows)))


def _asked() -> DeskFilter:
    """The filter that the address asks for; what it does not know is no filter."""
    args = request.args
    per_page = filters.whole_number(args, "per_page")
    return DeskFilter(
        which=filters.one_of(args, "queue", Queue) or Queue.NEW,
        step=filters.one_of(args, "step", ReferralStep),
        officer_id=filters.whole_number(args, "officer"),
        age=filters.one_of(args, "age", DeskAge),
        employer=filters.line(args, "employer"),
        after=args.get("after"),
        per_page=per_page if per_page in PER_PAGE else 50,
    )


def _whom(actor: Actor) -> dict[str, Whom]:
    return {"officer": Whom(lambda: _or_nobody(officers(actor)))}


def _or_nobody(people: list[tuple[int, str]]) -> list[tuple[int, str]]:
    return [(NOBODY, "Nobody"), *people]


def _chips(asked: DeskFilter, people: Mapping[int, str]) -> Iterator[tuple[str, str]]:
    if asked.step is not None:
        yield words(asked.step), link_with(step=None)
    if asked.officer_id is not None:
        name = people.get(asked.officer_id, "Nobody")
        yield f"Officer: {name}", link_with(officer=None)
    if asked.age is not None:
        yield AGES[asked.age], link_with(age=None)
    if asked.employer:
        yield f"Employer: {asked.employer}", link_with(employer=None)


def _line(row: QueuedReferral) -> list[Any]:
    return [
        row.id,
        row.service,
        row.step,
        row.about,
        row.employer,
        row.cohe,
        clock.day_of(row.sent_at),
        row.expected_by,
        row.late_by(current_actor().on_day),
        row.officer,
        row.outcome,
    ]
