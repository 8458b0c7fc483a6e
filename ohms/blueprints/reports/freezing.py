"""From a draft to what stays: the word of the supervisor, freezing and restating."""

from collections.abc import Callable
from typing import Any

from flask import flash, url_for
from flask import redirect as go

from ohms.blueprints.reports.forms import AttestForm, FreezeForm, RestateForm
from ohms.blueprints.reports.room import ONE, blueprint
from ohms.blueprints.reports.showing import asked_report, page_of
from ohms.commands.quarterly_report import (
    attest_report,
    freeze_report,
    restate_report,
)
from ohms.domain.access import Permission
from ohms.queries.quarterly_report import Report
from ohms.web.access import current_actor, requires
from ohms.web.errors import Answer
from ohms.web.report_files import files_of


@blueprint.post(f"{ONE}/attest")
@requires(Permission.REPORT_WRITE)
def attest(cohe: str, quarter: str) -> Answer:
    actor, form = current_actor(), AttestForm()
    return _done(
        cohe,
        quarter,
        form,
        "attesting",
        "Attested. Freeze it when it is to be reported.",
        lambda found: attest_report(
            actor, cohe, found.quarter, seen=form.seen.data, version=form.filled_in_over
        ),
    )


@blueprint.post(f"{ONE}/freeze")
@requires(Permission.REPORT_WRITE)
def freeze(cohe: str, quarter: str) -> Answer:
    actor, form = current_actor(), FreezeForm()
    return _done(
        cohe,
        quarter,
        form,
        "freezing",
        "Frozen: its files stay as they are.",
        lambda found: freeze_report(
            actor,
            cohe,
            found.quarter,
            found.canonical,
            files_of(found, frozen=True),
            seen=form.seen.data,
        ),
    )


@blueprint.post(f"{ONE}/restate")
@requires(Permission.REPORT_WRITE)
def restate(cohe: str, quarter: str) -> Answer:
    actor, form = current_actor(), RestateForm()

    def act(found: Report) -> None:
        reason = form.reason.data or ""
        files = files_of(found, frozen=True, reason=reason)
        restate_report(
            actor, cohe, found.quarter, found.canonical, files, reason, seen=form.seen.data
        )

    return _done(cohe, quarter, form, "restating", "Restated: both versions stand.", act)


def _done(
    cohe: str, quarter: str, form: Any, name: str, said: str, act: Callable[[Report], None]
) -> Answer:
    actor = current_actor()
    found = asked_report(actor, cohe, quarter)
    if form.validate() and form.carried_out(lambda: act(found)):
        flash(said, "good")
        return go(url_for("reports.report", cohe=cohe, quarter=quarter), 303)
    return page_of(actor, found, **{name: form}), 422
