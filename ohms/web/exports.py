"""Exports at the door: begun with their query in the audit before a row is read, and the password again
for what is more than one's own list. Their end, with count and hash, is written by `web/csv_answers.py`
with the entry of the reading. Source: security.md, "Audit and privacy" and "Sign-in and sessions".
"""

import re

from flask import Flask, Response, redirect, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response as AnyResponse

from ohms import clock
from ohms.commands.audit import Entry
from ohms.commands.unit_of_work import record_reading
from ohms.domain.sessions import PASSWORD_STANDS
from ohms.web.access import access_of, current_actor
from ohms.web.reading import shown

EXPORT = "export_"
BULK = frozenset(
    {
        "export_audit",
        "export_billing_batch",
        "export_claims_initiated",
        "export_figured_referrals",
        "export_looks",
        "export_measure_rows",
        "export_minutes",
        "export_positions_counted",
        "export_roas_of_provider",
        "export_rows_of_report",
    }
)
"""Always of many people's claims, or of who was away and why. Lists of one's own are not; those of a whole COHE ask by themselves."""

_SAFE = re.compile(r"[a-z0-9_.:-]{1,40}")
_FREE = frozenset({"q", "who", "after", "claim"})
_OF_SOMEBODY = frozenset({"provider", "assignee", "owner", "officer"})
"""Where letters of a name can be typed: an id is told, and so is a word for nobody in particular."""
_IS_MEANT = re.compile(r"\d{1,10}|nobody|me|covered|anyone")


class PasswordNeeded(Exception):
    """What was asked for goes on once the person has given their password again."""


def set_up_exports(app: Flask) -> None:
    """After the front door: what it refused was never begun."""
    app.before_request(_begin)
    app.register_error_handler(PasswordNeeded, lambda _error: _ask())


def password_again() -> None:
    """Go on where the password was given within a quarter of an hour; PasswordNeeded otherwise, and for
    who came by an identity provider and never gave it."""
    given = current_user.signed_in.password_at
    if given is None or clock.on_the_wall() - given > PASSWORD_STANDS:
        raise PasswordNeeded


def _begin() -> None:
    """Of what is no export nothing is asked: not even who acts."""
    access = access_of(request.endpoint)
    if (
        request.method not in {"GET", "HEAD"}
        or access is None
        or not (access.reads or "").startswith(EXPORT)
    ):
        return
    if access.reads in BULK:
        password_again()
    actor, permission = current_actor(), access.permission
    detail = {"export": access.reads, "query": _query()}
    record_reading(
        actor,
        Entry("begin_export", detail=detail),
        actor.position_for(permission) if permission else None,
    )


def _query() -> dict[str, str]:
    """What the list was narrowed by; of words, names and numbers only that they were given."""
    return {
        name[:40]: value if _may_be_told(name, value) else "given"
        for name, value in sorted(request.args.items())
        if value
    }


def _may_be_told(name: str, value: str) -> bool:
    said = _IS_MEANT if name in _OF_SOMEBODY else _SAFE
    return name not in _FREE and said.fullmatch(value) is not None


def _ask() -> AnyResponse | Response:
    shown(refused=True, detail={"asked": "password"})
    return redirect(url_for("accounts.again", next=request.full_path.rstrip("?")), 303)
