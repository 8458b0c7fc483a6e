"""What is done with a call: one address an act."""

from collections.abc import Callable

from flask import flash, redirect, url_for
from werkzeug.wrappers import Response

from ohms.blueprints.calls.forms import ActForm, MatchForm
from ohms.blueprints.calls.room import ONE_CALL, blueprint
from ohms.blueprints.calls.showing import page_of
from ohms.commands import calls
from ohms.domain.access import Permission
from ohms.domain.errors import RuleBroken
from ohms.web.access import current_actor, requires
from ohms.web.forms import OhmsForm

Answer = Response | tuple[str, int]


@blueprint.post(f"{ONE_CALL}/match")
@requires(Permission.CALL_MATCH)
def match(call_id: int) -> Answer:
    form = MatchForm()
    return _act(
        call_id,
        form,
        lambda: calls.match_call(current_actor(), call_id, number=form.claim_number.data),
        "The call stands on its claim, and its minutes count on the day of the call.",
    )


@blueprint.post(f"{ONE_CALL}/confirm")
@requires(Permission.CALL_MATCH)
def confirm(call_id: int) -> Answer:
    return _act(
        call_id,
        ActForm(),
        lambda: calls.match_call(current_actor(), call_id),
        "The call stands on its claim, and its minutes count on the day of the call.",
    )


@blueprint.post(f"{ONE_CALL}/refuse")
@requires(Permission.CALL_MATCH)
def refuse(call_id: int) -> Answer:
    return _act(
        call_id,
        ActForm(),
        lambda: calls.refuse_call_proposal(current_actor(), call_id),
        "Noted. The call goes to the supervisor.",
        away=True,
    )


@blueprint.post(f"{ONE_CALL}/unmatch")
@requires(Permission.CALL_MATCH)
def unmatch(call_id: int) -> Answer:
    return _act(
        call_id,
        ActForm(),
        lambda: calls.unmatch_call(current_actor(), call_id),
        "The call is off its claim. Its minutes wait again.",
    )


@blueprint.post(f"{ONE_CALL}/done")
@requires(Permission.CALL_MATCH)
def finish(call_id: int) -> Answer:
    return _act(
        call_id, ActForm(), lambda: calls.finish_call(current_actor(), call_id), "Done.", away=True
    )


@blueprint.post(f"{ONE_CALL}/reopen")
@requires(Permission.CALL_MATCH)
def reopen(call_id: int) -> Answer:
    return _act(
        call_id, ActForm(), lambda: calls.reopen_call(current_actor(), call_id), "Open again."
    )


def _act(
    call_id: int, form: OhmsForm, act: Callable[[], object], said: str, *, away: bool = False
) -> Answer:
    """Carry an act out and go on; or show the call with what was typed and what is wrong.

    `away`: to the list, for the call may have left one's sight.
    """
    try:
        if form.validate():
            act()
            flash(said, "good")
            there = url_for("calls.index") if away else url_for("calls.show", call_id=call_id)
            return redirect(there, 303)
    except RuleBroken as broken:
        form.refuse(broken)
    return page_of(current_actor(), call_id, _for_page(form)), 422


def _for_page(form: OhmsForm) -> MatchForm:
    """The form that the page has, with the problems of the act that was refused."""
    if isinstance(form, MatchForm):
        return form
    page = MatchForm()
    page.form_errors.extend(text for _field, text in form.problems)
    return page
