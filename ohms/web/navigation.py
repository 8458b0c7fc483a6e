"""The frame every page stands in: who is signed in, and where they can go."""

from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any

from flask import Flask, g, request, url_for
from flask_login import current_user

from ohms import clock
from ohms.domain.access import Permission
from ohms.domain.actor import Actor
from ohms.domain.glossary import meaning_of
from ohms.domain.roa_figures import missing_in_words
from ohms.web import cells, choosing, controls
from ohms.web.access import signed_in_actor
from ohms.web.escaping import set_up_escaping
from ohms.web.forms import csrf_token
from ohms.web.linked_text import linked
from ohms.web.oidc import identity_provider
from ohms.web.places import open_to
from ohms.web.sign_in import limits, own_path, session_left
from ohms.web.words import quarter_named, words

MOST_IN_THE_BAR = 8


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
    finds: bool
    """Pages and actions at least; `searches`: claims and people too."""
    searches: bool
    takes_calls: bool
    sets_up: bool
    """Whether the page that tells what a new COHE needs is theirs."""


def set_up_frame(app: Flask) -> None:
    set_up_escaping()
    app.context_processor(_frame)
    app.jinja_env.filters["words"] = words
    app.jinja_env.filters["quarter_named"] = quarter_named
    app.jinja_env.filters["missing_in_words"] = missing_in_words
    app.jinja_env.filters["meaning"] = meaning_of
    app.jinja_env.filters["linked"] = linked
    app.jinja_env.globals.update(
        cells=cells, choosing=choosing, controls=controls, csrf_token=csrf_token
    )


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
        "asset": partial(_address_of_asset, request.script_root),
        "csrf_token": csrf_token,  # before Flask-WTF's own, which reads its settings for each form
        "figures_from": g.get("figures_from"),
    }


def _me(actor: Actor) -> Me:
    found = current_user.signed_in
    return Me(
        actor.name,
        positions_line(actor),
        found.density,
        found.theme,
        found.shortcuts,
        finds=actor.may(Permission.TODAY_READ),
        searches=actor.may(Permission.CLAIM_READ),
        takes_calls=actor.may(Permission.CALL_TAKE),
        sets_up=actor.may(Permission.BENCH_READ),
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
        NavigationItem(place.label, place.href, place.holds(blueprint)) for place in open_to(actor)
    )
    fits = MOST_IN_THE_BAR if len(items) > MOST_IN_THE_BAR + 1 else len(items)
    return Navigation(items[:fits], items[fits:])


@lru_cache(maxsize=256)
def _address_of_asset(_root: str, path: str) -> str:
    return url_for("static", filename=path)
