"""The 588 ledger of a COHE and quarter, and the brief of it to print."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import render_template, request

from ohms.blueprints.workload.ahead import (
    METHODS,
    ahead_lines,
    crossing,
    lapse_effects,
    lapse_lines,
    miss_text,
    proposal_of,
    tried_lines,
)
from ohms.blueprints.workload.between import BetweenLine, between_lines
from ohms.blueprints.workload.figures import figures_of, rows_link
from ohms.blueprints.workload.forms import WhatIfForm
from ohms.blueprints.workload.ledger_chart import chart_of
from ohms.blueprints.workload.room import LEDGER, blueprint
from ohms.blueprints.workload.supposing import supposed_in_words
from ohms.domain.access import Permission
from ohms.domain.actor import Actor
from ohms.domain.calendar import ONE_DAY, Quarter, business_days_between, written
from ohms.domain.values import Role
from ohms.domain.what_if import NOTHING_SUPPOSED, WhatIf
from ohms.queries.ledger import minutes_between, obligations
from ohms.queries.outlook import Outlook, outlook, still_held
from ohms.queries.quarterly_report import report_centres
from ohms.queries.rounds import ask
from ohms.queries.workload import (
    Centre,
    Sight,
    Workload,
    centre_named,
    quarter_asked,
    workload,
)
from ohms.web.access import current_actor, requires
from ohms.web.errors import Answer
from ohms.web.filters import link_to
from ohms.web.reading import shown


@blueprint.get(LEDGER)
@requires(Permission.FIGURES_READ, reads="read_ledger", may_lag=True)
def ledger() -> Answer | str:
    actor = current_actor()
    centre = asked_centre(actor)
    looked = look(actor, centre)
    quarter = quarter_asked(request.args.get("quarter"), actor.on_day)
    running = looked.running.facts.quarter == quarter
    load = looked.running if running else ask(workload(actor, centre, quarter))
    shown(cohe_id=centre.id, detail={"quarter": str(quarter)})
    page = render_template(
        "workload/ledger.html",
        **_quarter(actor, load),
        **looked.words,
        all_obligations=obligations(centre.id),
    )
    return (page, 422) if looked.wrong else page


@blueprint.get(f"{LEDGER}/brief")
@requires(Permission.FIGURES_READ, reads="read_ledger_brief", may_lag=True)
def ledger_brief() -> Answer | str:
    """The running quarter, the last report's duty and the quarters ahead, for the talk with L&I."""
    actor = current_actor()
    centre = asked_centre(actor)
    looked = look(actor, centre)
    shown(cohe_id=centre.id)
    page = render_template(
        "workload/brief.html",
        **_quarter(actor, looked.running),
        **looked.words,
        all_obligations=[each for each in obligations(centre.id) if each.confirmed_at is None],
    )
    return (page, 422) if looked.wrong else page


def asked_centre(actor: Actor) -> Centre:
    """The COHE of the address among those whose figures the actor sees; NotFound for another."""
    return read_centre(actor, request.args.get("cohe"))


def read_centre(actor: Actor, slug: str | None) -> Centre:
    return centre_named(report_centres(actor), slug)


@dataclass(frozen=True, slots=True)
class Looked:
    """The quarters ahead of a centre under what an address supposes."""

    running: Workload
    found: Outlook
    supposed: WhatIf
    wrong: bool
    words: dict[str, Any]


def look(actor: Actor, centre: Centre) -> Looked:
    """What the address supposes, and how it would come; wrong: it supposes something impossible."""
    running = ask(workload(actor, centre, Quarter.of(actor.on_day)))
    form = WhatIfForm(formdata=request.args)
    held = still_held(actor, running) if centre.sight is Sight.PEOPLE else ()
    form.offer(held)
    wrong = not form.validate()
    supposed = NOTHING_SUPPOSED if wrong else form.supposed
    found = outlook(actor, centre, running, supposed)
    proposal = proposal_of(found)
    words = {
        "centre": centre,
        "centres": report_centres(actor),
        "form": form,
        "found": found,
        "ahead": ahead_lines(found.ahead),
        "crossing": crossing(found.ahead),
        "lapsing": lapse_lines(found, has_people=centre.sight is Sight.PEOPLE),
        "lapse_effects": lapse_effects(found),
        "supposed": ahead_lines(found.supposed),
        "supposed_crossing": crossing(found.supposed),
        "supposed_words": supposed_in_words(supposed, held),
        "method": METHODS[found.method],
        "tried": tried_lines(found.tried),
        "miss": miss_text(found),
        "proposal": proposal,
        "proposal_href": _to(centre, "", **proposal.state) if proposal else "",
        "chart": chart_of(running, found),
        "has_people": centre.sight is Sight.PEOPLE,
        "confirms": centre.id in actor.cohes_as(Role.CONTRACT_MANAGER),
        "to": lambda path="", **state: _to(centre, path, **state),
        "same": lambda path="", **state: _to(centre, path, **{**_state(), **state}),
    }
    return Looked(running, found, supposed, wrong, words)


def _quarter(actor: Actor, load: Workload) -> dict[str, Any]:
    return {
        "load": load,
        "quarter": figures_of(load, actor.on_day),
        "between": _between(actor, load),
        "feed_to": _told(load.reach.feed_complete_to),
        "feed_late": _late(load.reach.feed_complete_to, actor.on_day - ONE_DAY),
        "time_to": _told(load.reach.time_in_to),
        "rows": lambda path, **state: rows_link(load, path, **state),
    }


def _between(actor: Actor, load: Workload) -> list[BetweenLine]:
    if not load.facts.has_begun:
        return []
    found = minutes_between(actor, load.centre, load)
    return between_lines(found, assistants=load.facts.settings.assistants_count)


def _told(day: date | None) -> str:
    return written(day) if day else "nothing yet"


def _late(day: date | None, yesterday: date) -> str:
    """How far the feed is behind yesterday, by business days; empty where it is not."""
    behind = business_days_between(day, yesterday) if day else 0
    if behind < 1:
        return ""
    return f" ({behind} business day{'' if behind == 1 else 's'} late)"


def _state() -> dict[str, Any]:
    return request.args.to_dict()


def _to(centre: Centre, path: str = "", **state: object) -> str:
    return link_to(f"{LEDGER}{path}", {"cohe": centre.slug, **state})
