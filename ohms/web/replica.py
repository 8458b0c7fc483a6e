"""Figures from a streaming replica, where OHMS_READ_DATABASE_URL names one.

Views that say `may_lag` are read there, and only there: whoever signs in, writes or is recorded meets the
database itself. A page says as of when it tells. Somebody whose last act is not there yet, and everybody
while the replica does not answer, gets the same page from the database; the latter with a notice.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any

from flask import Flask, g
from sqlalchemy.exc import DBAPIError

from ohms import clock
from ohms.extensions import REPLICA, at_replica, db
from ohms.queries.replica import replica_as_of
from ohms.web.access import Access, current_actor

log = logging.getLogger("ohms")
LEFT_ALONE = 10.0
"""Seconds for which one that did not answer is not asked again: pages would wait for it."""


@dataclass(frozen=True, slots=True)
class FiguresFrom:
    """What a page says of where its figures come from. `as_of` None: the replica does not answer."""

    as_of: datetime | None


def read_figures_aside(app: Flask) -> None:
    """Let the views that may lag read from the replica, where there is one."""
    if REPLICA not in (app.config.get("SQLALCHEMY_BINDS") or {}):
        return
    replica = _Replica()
    for endpoint, view in app.view_functions.items():
        access: Access | None = getattr(view, "access", None)
        if access is not None and access.may_lag:
            app.view_functions[endpoint] = replica.reading(view)


class _Replica:
    """The replica as this process knows it."""

    def __init__(self) -> None:
        self._asked_again_at = 0.0

    def reading(self, view: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(view)
        def read(**arguments: Any) -> Any:
            if clock.monotonic() < self._asked_again_at:
                g.figures_from = FiguresFrom(None)
                return view(**arguments)
            try:
                as_of = replica_as_of(current_actor())
                if as_of is not None:
                    return _read_there(view, arguments, as_of)
            except DBAPIError as trouble:
                self._leave_alone(trouble)
            return view(**arguments)

        return read

    def _leave_alone(self, trouble: DBAPIError) -> None:
        db.session.rollback()
        self._asked_again_at = clock.monotonic() + LEFT_ALONE
        g.figures_from = FiguresFrom(None)
        g.pop("shown", None)
        log.warning("the replica for figures does not answer: %s", type(trouble.orig).__name__)


def _read_there(view: Callable[..., Any], arguments: dict[str, Any], as_of: datetime) -> Any:
    g.figures_from = FiguresFrom(as_of.astimezone(clock.PACIFIC))
    with at_replica():
        try:
            return view(**arguments)
        except BaseException:
            g.pop("figures_from")  # what is told instead is no figure
            raise
        finally:
            db.session.rollback()
