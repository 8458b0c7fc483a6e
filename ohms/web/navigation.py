"""The places a person can go, by what their positions allow; and the frame every page stands in."""

from dataclasses import dataclass
from typing import Any

from flask import Flask, request, url_for
from flask_login import current_user

from ohms import clock
from ohms.domain.access import Actor, Permission
from ohms.web.access import signed_in_actor
from ohms.web.linked_text import linked
from ohms.web.oidc import identity_provider
from ohms.web.remembered import remembered
from ohms.web.sign_in import limits, own_path, session_left
from ohms.web.words import words


@dataclass(frozen=True, slots=True)
class Place:
    label: str
    endpoint: str
    permission: Permission
    rooms: tuple[str, ...] = ()
    """Other rooms that are reached through this place."""

    def holds(self, room: str) -> bool:
        return room == self.endpoint.partition(".")[0] or room in self.rooms


MOST_IN_THE_BAR = 8
SETTINGS = ("contract_settings", "text_templates", "playbooks", "triage_weights")
PLACES = (
    Place("Today", "today.index", Permission.TODAY_READ),
    Place("Claims", "claims.index", Permission.CLAIM_READ),
    Place("Triage", "triage.index", Permission.TRIAGE_DECIDE),
    Place("Tasks", "tasks.index", Permission.TASK_READ),
    Place("Desk", "desk.index", Permission.DESK_WORK),
    Place("Referrals", "referrals.index", Permission.REFERRAL_READ),
    Place("Calls", "calls.index", Permission.CALL_READ),
    Place("Parties", "parties.providers", Permission.PROVIDER_READ),
    Place("Time", "time.index", Permission.TIME_WRITE),
    Place("Workload", "workload.index", Permission.WORKLOAD_READ, ("billing", "reports")),
    Place("Staffing", "staffing.index", Permission.STAFFING_READ),
    Place("Measures", "measures.index", Permission.MEASURE_READ),
    Place("Contract", "contract_settings.index", Permission.CONTRACT_APPROVE),
    Place("COHE settings", "centre_settings.index", Permission.SETTING_READ, SETTINGS),
    Place("Desks", "desk.keeping", Permission.SETTING_TECHNICAL),
    Place("Retention", "retention.index", Permission.RETENTION_READ),
    Place("Audit", "audit.index", Permission.AUDIT_WATCH),
    Place("Accounts", "accounts.looked_after", Permission.ACCOUNT_MANAGE),
    Place("Feed", "feed.index", Permission.FEED_IMPORT),
    Place("Self-check", "self_check.index", Permission.SETTING_TECHNICAL),
)


@dataclass(frozen=True, slots=True)
class NavigationItem:
    label: str
    href: str
    current: bool
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Navigation:
    """The places of every hour stand in the bar, as many as a laptop's line holds; the rest under
    "More"."""

    first: tuple[NavigationItem, ...] = ()
    more: tuple[NavigationItem, ...] = ()

    @property
    def all(self) -> tuple[NavigationItem, ...]:
        return self.first + self.more


@dataclass(frozen=True, slots=True)
class Me:
    """The signed-in person as the frame of a page shows them."""

    name: str
    positions_line: str
    density: str
    theme: str
    shortcuts: bool
    searches: bool
    takes_calls: bool


def set_up_frame(app: Flask) -> None:
    app.context_processor(_frame)
    app.jinja_env.filters["words"] = words
    app.jinja_env.filters["linked"] = linked
    app.jinja_env.globals["remembered"] = remembered


def _frame() -> dict[str, Any]:
    actor = signed_in_actor()
    return {
        "me": _me(actor) if actor else None,
        "session_left": session_left() if actor else None,
        "session_limits": limits(),
        "provider": identity_provider(),
        "wanted": own_path(request.args.get("next")),
        "navigation": _navigation(actor) if actor else Navigation(),
        "today": clock.today(),
        "asset": _asset,
    }


def _me(actor: Actor) -> Me:
    found = current_user.signed_in
    return Me(
        actor.name,
        positions_line(actor),
        found.density,
        found.theme,
        found.shortcuts,
        searches=actor.may(Permission.CLAIM_READ),
        takes_calls=actor.may(Permission.CALL_TAKE),
    )


def positions_line(actor: Actor) -> str:
    """As what and where somebody is signed in: "Coordinator, Puget Sound COHE"."""
    lines = []
    for held in actor.positions:
        line = words(held.role)
        lines.append(f"{line}, {held.cohe_name}" if held.cohe_name else line)
    if len(lines) > 2:
        lines = [lines[0], f"and {len(lines) - 1} more"]
    return "; ".join(lines) or "No position today"


def _navigation(actor: Actor) -> Navigation:
    blueprint = (request.endpoint or "").partition(".")[0]
    items = tuple(
        NavigationItem(place.label, url_for(place.endpoint), place.holds(blueprint))
        for place in PLACES
        if actor.may(place.permission)
    )
    fits = MOST_IN_THE_BAR if len(items) > MOST_IN_THE_BAR + 1 else len(items)
    return Navigation(items[:fits], items[fits:])


def _asset(path: str) -> str:
    return url_for("static", filename=path)
