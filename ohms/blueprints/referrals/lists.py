"""The list of referrals and its export: both from what the address says."""

from collections.abc import Iterator
from typing import Any

from flask import redirect, render_template, request
from werkzeug.wrappers import Response as Redirect

from ohms import clock
from ohms.blueprints.referrals.room import blueprint
from ohms.domain.access import Permission
from ohms.domain.actor import Actor, check_may
from ohms.domain.lists import COLUMNS, ListName
from ohms.domain.values import Role, Service
from ohms.queries.cursors import PER_PAGE
from ohms.queries.referrals import (
    SORTS,
    Age,
    ListedReferral,
    ReferralFilter,
    StepFilter,
    Whose,
    counts_by_step,
    default_whose,
    every_listed_referral,
    referral_page,
)
from ohms.web import filters
from ohms.web.access import current_actor, requires
from ohms.web.exports import password_again
from ohms.web.filter_words import AGES, WHOSE, filters_in_words
from ohms.web.filters import link_to, link_with, turning
from ohms.web.lists import Exported, first_opened, list_frame, rows_of, taken_out
from ohms.web.reading import shown
from ohms.web.words import words

EXPORTED = (
    "service",
    "step",
    "claim_number",
    "worker_last_name",
    "worker_first_name",
    "employer",
    "sent_on",
    "days_since_sent",
    "expected_by",
    "silent_business_days",
    "outcome",
)


USUAL = tuple(COLUMNS[ListName.REFERRALS])
SORTED_BY = {"claim": "claim", "sent": "sent_at", "expected": "expected_by"}


@blueprint.get("/referrals")
@requires(Permission.REFERRAL_READ, reads="list_referrals")
def index() -> str | Redirect:
    actor = current_actor()
    asked = read_filter(actor)
    frame = list_frame(actor, ListName.REFERRALS, USUAL)
    if opens_with := first_opened(frame):
        return redirect(opens_with, 303)
    page = referral_page(actor, asked)
    shown(claim_ids=_claims_of(page.rows), detail={"total": page.total})
    state = {**request.args.to_dict(), "after": None}
    return render_template(
        "referrals/index.html",
        asked=asked,
        frame=frame,
        sorted_by=SORTED_BY,
        page=page,
        steps=_steps(actor, asked),
        whose=_whose(actor, asked),
        chips=list(_chips()),
        services=[(each.value, words(each)) for each in Service],
        ages=[(age.value, text) for age, text in AGES.items()],
        sort_links={name: link_with(sort=_turned(asked.sort, name)) for name in SORTS},
        per_page=[
            (size, None if size == asked.per_page else link_with(per_page=size))
            for size in PER_PAGE
        ],
        may_see_figures=actor.may(Permission.FIGURES_READ),
        may_export=actor.may(_export_permission(asked)),
        export_href=link_to("/referrals.csv", state),
        workbook_href=link_to("/referrals.xlsx", state),
        **turning(page),
        local=lambda instant: instant.astimezone(clock.PACIFIC),
    )


@taken_out(blueprint, "/referrals", Permission.CLAIM_EXPORT, reads="export_referrals")
def export() -> Exported:
    actor = current_actor()
    asked = read_filter(actor)
    check_may(actor, _export_permission(asked))
    if asked.whose is Whose.COHE:
        password_again()
    rows = list(every_listed_referral(actor, asked))
    shown(claim_ids=_claims_of(rows), detail={"lines": len(rows)})
    told = {**request.args.to_dict(), "step": asked.step.value, "scope": ""}
    chips = [text for _name, text in filters_in_words(ListName.REFERRALS, told)]
    what = f"Referrals, {WHOSE[asked.whose]}"
    lines = rows_of(EXPORTED, map(_line, rows))
    return Exported(ListName.REFERRALS, what, chips, asked.sort, EXPORTED, lines)


def read_filter(actor: Actor) -> ReferralFilter:
    """The filter that the address asks for; what it does not know is no filter."""
    args = request.args
    per_page = filters.whole_number(args, "per_page")
    sort = args.get("sort", "")
    return ReferralFilter(
        whose=filters.one_of(args, "scope", Whose) or default_whose(actor),
        step=filters.one_of(args, "step", StepFilter) or StepFilter.OPEN,
        service=filters.one_of(args, "service", Service),
        age=filters.one_of(args, "age", Age),
        sort=sort if sort.lstrip("-") in SORTS and sort.count("-") <= 1 else "expected_by",
        after=args.get("after"),
        per_page=per_page if per_page in PER_PAGE else 50,
    )


def _line(row: ListedReferral) -> list[Any]:
    today = current_actor().on_day
    return [
        row.service,
        row.step,
        row.claim_number,
        row.last_name,
        row.first_name,
        row.employer,
        clock.day_of(row.sent_at) if row.sent_at else None,
        row.age_days(today),
        row.expected_by,
        row.silent_days(today),
        row.outcome,
    ]


def _export_permission(asked: ReferralFilter) -> Permission:
    whole = asked.whose is Whose.COHE
    return Permission.CLAIM_EXPORT_COHE if whole else Permission.CLAIM_EXPORT


def _steps(actor: Actor, asked: ReferralFilter) -> list[tuple[str, str, bool, int]]:
    """Each step that the rest of the filter leaves anything of, with how much."""
    counts = counts_by_step(actor, asked)
    always = (StepFilter.OPEN, StepFilter.ANY, asked.step)
    return [
        (words(step), link_with(step=step.value), step is asked.step, counts.get(step, 0))
        for step in StepFilter
        if step in always or counts.get(step)
    ]


def _whose(actor: Actor, asked: ReferralFilter) -> list[tuple[str, str, bool]]:
    if not actor.holds(Role.HSC):
        return []
    return [
        (text, link_with(scope=each.value), each is asked.whose) for each, text in WHOSE.items()
    ]


def _chips() -> Iterator[tuple[str, str]]:
    """What was chosen beside whose and the step, each with the list without it."""
    told = {name: request.args.get(name, "") for name in ("service", "age")}
    for name, text in filters_in_words(ListName.REFERRALS, told):
        yield text, link_with(**{name: None})


def _turned(sort: str, name: str) -> str:
    return f"-{name}" if sort == name else name


def _claims_of(rows: list[ListedReferral]) -> list[int]:
    return sorted({row.claim_id for row in rows})
