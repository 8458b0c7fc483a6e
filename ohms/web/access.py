"""The front door: who may open a view, said by the view and checked before it runs.

`@requires(Permission.X, reads="list_claims")` or `@public`: a view that says neither is an error at
start. `reads` is the audit action under which every answered GET of the view is recorded.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import Flask, current_app, g, redirect, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response as AnyResponse

from ohms.domain.access import CLAIM_READERS, ROWS_BEHIND_FIGURES, Permission
from ohms.domain.actor import Actor, check_may
from ohms.domain.api_tokens import TokenScope
from ohms.domain.errors import NotAllowed, NotFound
from ohms.domain.sessions import WaitsFor
from ohms.extensions import end_reading
from ohms.queries.sight import is_open_for_reading_alone, sees_all
from ohms.web.carrying import carry_to_sign_in
from ohms.web.problems import Problem, is_api_request, problem

READING = frozenset({"GET", "HEAD", "OPTIONS"})
SETTING_UP = frozenset(
    f"accounts.{view}"
    for view in ("second_step", "change_second_step", "confirm_second_step", "still_here")
)
"""What opens to whoever must set up a second step before anything else."""

View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Access:
    """What a view says of itself."""

    permission: Permission | None
    reads: str | None
    scope: TokenScope | None = None
    """What a token must be for; views of the API alone have one."""
    by_script: bool = False
    """Sent by a page's own script every few seconds: its beginning and end are recorded, not each."""
    may_lag: bool = False
    """Figures that may come from a replica, seconds behind: no rows of claims, nobody's last act."""
    leaves: str | None = None
    """How what a program reads here is called among what left the house; views of the API alone have it."""


class AccessUnsaid(Exception):
    """A view that does not say who may open it, or what its answered GET is called in the audit."""


def requires(
    permission: Permission,
    *,
    reads: str | None = None,
    scope: TokenScope | None = None,
    by_script: bool = False,
    may_lag: bool = False,
    leaves: str | None = None,
) -> Callable[[View], View]:
    def mark(view: View) -> View:
        view.access = Access(permission, reads, scope, by_script, may_lag, leaves)  # type: ignore[attr-defined]
        return view

    return mark


def public(view: View) -> View:
    """Anyone may open this view; what it shows is nobody's."""
    view.access = Access(None, None)  # type: ignore[attr-defined]
    return view


def current_actor() -> Actor:
    """Who acts in this request."""
    actor: Actor = current_user.signed_in.actor
    return actor


def signed_in_actor() -> Actor | None:
    return current_actor() if current_user.is_authenticated else None


def access_of(endpoint: str | None) -> Access | None:
    view = current_app.view_functions.get(endpoint or "")
    return getattr(view, "access", None)


def shut_by_default(app: Flask) -> None:
    """Check every view once all are registered, and put the door in front of them."""
    public(app.view_functions["static"])
    for rule in app.url_map.iter_rules():
        said = getattr(app.view_functions[rule.endpoint], "access", None)
        if said is None:
            raise AccessUnsaid(f"{rule.endpoint} does not say who may open it.")
        if said.permission and "GET" in (rule.methods or ()) and not said.reads:
            raise AccessUnsaid(f"{rule.endpoint} does not say what its reading is called.")
    app.before_request(_check_access)


def _check_access() -> AnyResponse | None:
    access = access_of(request.endpoint)
    if access is None or access.permission is None:
        return None
    if not current_user.is_authenticated:
        return problem(401) if is_api_request() else carry_to_sign_in() or _to_sign_in()
    if _must_set_up_first():
        return redirect(url_for("accounts.second_step"))
    g.door_passed = True
    if access.scope is not None and access.scope not in current_user.scopes:
        raise Problem(403, f"This token was not given {access.scope.value}.")
    _check_sight(current_actor(), access.permission)
    check_may(current_actor(), access.permission)
    _check_not_for_reading_alone(current_actor(), access.permission)
    end_reading()  # the actor is frozen: what was read of it and for it is over before the view runs
    return None


def _must_set_up_first() -> bool:
    """Signed in by the password alone where the position demands a second step: nothing else opens."""
    waits = getattr(current_user.signed_in, "waits_for", None) == WaitsFor.SET_UP
    return waits and request.endpoint not in SETTING_UP


def _check_sight(actor: Actor, permission: Permission) -> None:
    """What one does not see is missing, before a function is refused and before a form is read.

    A view that answers a GET of somebody who has the function looks for itself, and finds nothing.
    """
    may = actor.may(permission)
    if permission in ROWS_BEHIND_FIGURES and not actor.holds(*CLAIM_READERS):
        raise NotFound
    if may and request.method in READING:
        return
    if not sees_all(actor, request.view_args or {}, has_function=may):
        raise NotFound


def _check_not_for_reading_alone(actor: Actor, permission: Permission) -> None:
    """Nothing is sent on what was opened by break-glass, whether it would write anything or not."""
    if request.method not in READING and is_open_for_reading_alone(actor, request.view_args or {}):
        raise NotAllowed(permission)


def _to_sign_in() -> AnyResponse:
    wanted = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("accounts.sign_in", next=wanted))
