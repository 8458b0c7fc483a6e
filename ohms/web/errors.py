"""Refusals and failures as pages: a plain sentence, what to do, and an id that stands in the log."""

import logging
from functools import partial

from flask import Flask, g, redirect, render_template, request, url_for
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import InternalError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolExhausted
from werkzeug.exceptions import HTTPException, MethodNotAllowed, SecurityError
from werkzeug.wrappers import Response

from ohms.commands.refusals import Conflict, DatabaseBusy, cannot_be_used
from ohms.commands.unit_of_work import ActorGone, has_recorded
from ohms.domain.drafts import Fields
from ohms.domain.errors import NotAllowed, NotCertain, NotFound
from ohms.extensions import db
from ohms.web.carrying import carry_to_sign_in
from ohms.web.drafts import rescued
from ohms.web.filter_picks import MeansNobody
from ohms.web.form_tabs import PAGE, came_from, sent_page
from ohms.web.problems import Problem, is_api_request, is_for_a_program, problem
from ohms.web.request_log import path_for_the_log
from ohms.web.sent import KEY
from ohms.web.sign_in import ask_as_nobody, is_known_who_asks, own_path

log = logging.getLogger("ohms")

Answer = tuple[str, int] | Response
GREATEST_ID, LONGEST_ID = 2**31 - 1, 10
NOT_CERTAIN = (
    "OHMS cannot answer at the moment. It may not have been saved: look before you send it again."
)


def set_up_errors(app: Flask) -> None:
    app.register_error_handler(HTTPException, _of_http)
    app.register_error_handler(CSRFError, lambda _error: rescued() or page_for(400))
    app.register_error_handler(NotFound, lambda _error: page_for(404))
    app.register_error_handler(NotAllowed, lambda _error: page_for(403))
    app.register_error_handler(MeansNobody, lambda told: page_for(422, str(told)))
    app.register_error_handler(Conflict, lambda _error: page_for(409))
    app.register_error_handler(DatabaseBusy, page_of_busy)
    for trouble in (OperationalError, InternalError, PoolExhausted):
        app.register_error_handler(trouble, partial(_of_the_database, fault=not app.testing))
    app.register_error_handler(ActorGone, lambda _error: _of_one_gone())
    app.register_error_handler(Problem, _of_problem)
    if not app.testing:
        app.register_error_handler(Exception, _of_fault)


def page_for(status: int, detail: str | None = None, again: Fields | None = None) -> Answer:
    """The page of an error; its words stand in the template. What was half read is given back.
    `again`: the fields of the form that stands on it, to be sent as it was."""
    db.session.rollback()
    if is_for_a_program():
        return problem(status, detail)
    page = render_template(
        "errors/error.html",
        status=status,
        error_id=g.get("request_id", ""),
        detail=detail,
        again=again,
        address=own_path(request.full_path.removesuffix("?")),
        stands_on=_page_of_the_form() if status == 409 else "/",
    )
    return page, status


def _page_of_the_form() -> str:
    """Where what was sent stands, to be loaded again; "/" where that is not known."""
    return sent_page() if PAGE in request.form else came_from()


def page_of_busy(trouble: Exception) -> Answer:
    """Of a database that takes nothing, or is gone, it may not even be known who asks; and what was sent
    stands perhaps, where its answer was lost or something before it was written."""
    if not is_known_who_asks():
        ask_as_nobody()
    in_doubt = isinstance(trouble, NotCertain) or has_recorded()
    return page_for(503, NOT_CERTAIN if in_doubt else None, _sent_once_more(in_doubt))


def _sent_once_more(in_doubt: bool) -> Fields | None:
    """All of a form that was not saved, for no draft could be kept of it either. No password, nothing of
    an account (a code opens one too) and no file is given back; and what stands perhaps goes again only under a key, which makes it stand once."""
    try:
        sent, files = request.form, request.files
    except HTTPException:  # too large to be read
        return None
    if request.method != "POST" or files or (in_doubt and KEY not in sent):
        return None
    if request.blueprint == "accounts" or any("password" in name.lower() for name in sent):
        return None
    return list(sent.items(multi=True))


def _of_the_database(trouble: Exception, *, fault: bool) -> Answer:
    """What was only read, before or beside a unit of work."""
    if not cannot_be_used(trouble):
        if fault:
            return _of_fault(trouble)
        raise trouble
    log.warning("request %s: the database cannot be used", g.get("request_id", "-"))
    return page_of_busy(trouble)


def _of_http(error: HTTPException) -> Answer:
    if isinstance(error, SecurityError):  # a host that is not ours: no address can be made for it
        return _in_plain_words(400, "This host name is not answered here.")
    if error.code is None or error.code < 400:
        return Response(status=error.code or 500, headers=error.get_headers())
    if isinstance(error, MethodNotAllowed) and _names_no_row(request.path):
        return page_for(404)
    answer = page_for(error.code)
    if isinstance(error, MethodNotAllowed) and isinstance(answer, Response):
        answer.headers["Allow"] = ", ".join(sorted(error.valid_methods or ()))
    return answer


def _names_no_row(path: str) -> bool:
    """A number beyond every id: no address takes it, and where one address has two methods the routing calls
    that a method which is not its own."""
    numbers = (part for part in path.split("/") if part.isascii() and part.isdigit())
    return any(len(part) > LONGEST_ID or int(part) > GREATEST_ID for part in numbers)


def _of_problem(refused: Problem) -> Answer:
    db.session.rollback()
    return problem(refused.status, refused.detail, field=refused.field)


def _of_one_gone() -> Answer:
    return problem(401) if is_api_request() else carry_to_sign_in() or _to_sign_in()


def _to_sign_in() -> Response:
    return redirect(url_for("accounts.sign_in"))


def _of_fault(_error: Exception) -> Answer:
    path = path_for_the_log(request.path)
    log.exception("request %s failed on %s", g.get("request_id", "-"), path)
    try:
        return page_for(500)
    except Exception:  # the page itself fails: its fault is told by kind and place as any other
        log.exception("request %s could not be told of its fault", g.get("request_id", "-"))
        return _in_plain_words(500, "Something went wrong here.")


def _in_plain_words(status: int, words: str) -> Response:
    return Response(f"{words} {g.get('request_id', '')}\n", status, mimetype="text/plain")
