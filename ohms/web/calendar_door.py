"""The front door of a calendar: who asks is told by the token in the address, and by no cookie.

An address that was never given, was revoked, is over, or whose person may not read tasks any more is
answered as one that does not exist.
"""

from datetime import timedelta

from flask import Flask, Response, g, make_response, request
from flask_login import AnonymousUserMixin

from ohms import clock
from ohms.commands.api_tokens import note_token_refused, note_token_used
from ohms.domain.access import Permission
from ohms.domain.api_tokens import TokenScope
from ohms.domain.errors import NotFound
from ohms.extensions import end_reading
from ohms.queries.task_calendar import readings_since
from ohms.web.api_door import Bearer, known_token
from ohms.web.errors import page_for

ENDPOINT = "tasks.calendar"
WITHIN = timedelta(minutes=10)
MOST_WITHIN = 20
"""Programs ask once in a quarter of an hour or less often, some on several devices."""


def set_up_calendar_door(app: Flask) -> None:
    app.before_request(_know_whose_it_is)


def _know_whose_it_is() -> Response | None:
    if request.endpoint != ENDPOINT:
        return None
    g._login_user = AnonymousUserMixin()
    token = known_token((request.view_args or {})["token"])
    if token is None:
        raise NotFound
    is_for_it = TokenScope.TASKS_CALENDAR in token.scopes
    if not (token.stands and is_for_it and token.actor.may(Permission.TASK_READ)):
        note_token_refused(token)
        raise NotFound
    asked = readings_since(token.actor, clock.now() - WITHIN)
    end_reading()  # its transaction ends before the view runs
    if asked >= MOST_WITHIN:
        note_token_refused(token)
        answer = make_response(page_for(429))
        answer.headers["Retry-After"] = str(int(WITHIN.total_seconds()))
        return answer
    note_token_used(token)
    g._login_user = Bearer(token)
    return None
