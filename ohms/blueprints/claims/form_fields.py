"""The fields of an APF or a ROA, entered beside the page they are read from."""

import re
from decimal import Decimal
from typing import Any

from flask import flash, url_for
from flask import redirect as go
from wtforms import BooleanField, StringField
from wtforms.validators import ValidationError

from ohms.blueprints.claims.head import claim_page
from ohms.blueprints.claims.recovery_forms import NearestDayField
from ohms.blueprints.claims.room import blueprint
from ohms.blueprints.claims.viewing import (
    ADDRESS,
    about,
    may_enter,
    page_of_document,
    say_shown,
)
from ohms.commands import entered_forms
from ohms.domain.access import Permission
from ohms.domain.actor import Actor
from ohms.domain.entered_forms import LONGEST_TEXT, EnteredApf, EnteredRoa
from ohms.domain.values import DocumentKind, WorkStatus
from ohms.queries.claims import ClaimShown, claim_shown
from ohms.queries.documents import (
    DocumentShown,
    Entered,
    document_read,
    entered_from,
    providers_of_claim,
)
from ohms.web.access import current_actor, requires
from ohms.web.errors import Answer
from ohms.web.fields import ChoiceField, DayField, DemandedChoice, ProseField
from ohms.web.forms import OhmsForm

HOURS = re.compile(r"\d{1,2}(\.\d{1,2})?")


class HoursField(StringField):
    """Hours a day with up to two decimals, such as 4 or 6.5."""

    @property
    def hours(self) -> Decimal | None:
        return Decimal(self.data) if self.data else None

    def pre_validate(self, _form: Any) -> None:
        self.data = str(self.data or "").strip()
        if self.data and not HOURS.fullmatch(self.data):
            raise ValidationError("Enter hours a day, such as 4 or 6.5.")


class ApfForm(OhmsForm):
    provider_id = ChoiceField("Signed by", {}, demand="Choose a provider of this claim.")
    exam_on = DayField("Exam", past=True, demand="Enter the day of the exam.")
    work_status = DemandedChoice("Work status", WorkStatus, demand="Choose a work status.")
    from_on = NearestDayField("First day", demand="Enter the first day.")
    to_on = NearestDayField("Last day")
    hours_per_day = HoursField("Hours a day")
    restrictions = ProseField("Restrictions", longest=LONGEST_TEXT)
    objective_finding = ProseField("Objective finding", longest=LONGEST_TEXT)
    next_exam_on = NearestDayField("Next exam")
    complete = BooleanField("The form is complete")

    asked = (
        ("provider_id",),
        ("exam_on", "next_exam_on"),
        ("work_status", "hours_per_day"),
        ("from_on", "to_on"),
        ("restrictions",),
        ("objective_finding",),
        ("complete",),
    )

    def enter(self, actor: Actor, document_id: int) -> None:
        entered_forms.enter_apf(
            actor,
            document_id,
            EnteredApf(
                provider_id=int(self.provider_id.data),
                exam_on=self.exam_on.data,
                work_status=WorkStatus(self.work_status.data),
                from_on=self.from_on.data,
                to_on=self.to_on.data,
                hours_per_day=self.hours_per_day.hours,
                restrictions=self.restrictions.data or None,
                objective_finding=self.objective_finding.data or None,
                next_exam_on=self.next_exam_on.data,
                complete=bool(self.complete.data),
            ),
        )


class RoaForm(OhmsForm):
    signed_on = DayField("Signed by the provider", past=True, demand="Enter the day it was signed.")
    received_on = DayField("Received at L&I", past=True, demand="Enter the day L&I had it.")
    missing_fields = ProseField("Fields that are missing", longest=LONGEST_TEXT)

    asked = (("signed_on", "received_on"), ("missing_fields",))

    def enter(self, actor: Actor, document_id: int) -> None:
        lines = (self.missing_fields.data or "").replace(";", "\n").splitlines()
        entered_forms.enter_roa(
            actor,
            document_id,
            EnteredRoa(
                signed_on=self.signed_on.data,
                received_on=self.received_on.data,
                missing_fields=tuple(filter(None, (line.strip() for line in lines))),
            ),
        )


HINTS = {
    "to_on": "Empty: until the next one",
    "missing_fields": "One a line; empty: it is complete",
    "hours_per_day": "Such as 4 or 6.5",
}


@blueprint.route(f"{ADDRESS}/fields", methods=["GET", "POST"])
@requires(Permission.DOCUMENT_FILE, reads="read_document_fields")
def document_fields(number: str, document_id: int) -> Answer | str:
    actor = current_actor()
    found = document_read(actor, number, document_id)
    if not may_enter(actor, found):
        return go(url_for("claims.document", number=number, document_id=document_id), 303)
    claim, entered = claim_shown(actor, number), entered_from(actor, document_id)
    form = _form(actor, claim, found, entered)
    if form.validate_on_submit() and form.carried_out(lambda: form.enter(actor, document_id)):
        flash("Its fields are entered.", "good")
        return go(url_for("claims.document", number=number, document_id=document_id), 303)
    return _page(actor, claim, found, form), 422 if form.problems else 200


def _form(
    actor: Actor, claim: ClaimShown, found: DocumentShown, entered: Entered | None
) -> ApfForm | RoaForm:
    """Filled in with what was entered before, else with what is at hand."""
    kept = found.document
    if kept.kind is DocumentKind.ROA:
        roa = entered.roa if entered else None
        lines = (roa.missing_fields or "").replace(";", "\n") if roa else ""
        signed, had = (roa.signed_on, roa.received_on) if roa else (kept.document_on, None)
        return RoaForm(
            data={"signed_on": signed, "received_on": had or kept.received_on}
            | {"missing_fields": lines}
        )
    apf = entered.apf if entered else None
    form = ApfForm(data=_said_by(apf) if apf else _at_hand(claim, found))
    form.provider_id.offer(
        [(str(id_), name) for id_, name in providers_of_claim(actor, claim.claim)]
    )
    return form


def _said_by(apf: Any) -> dict[str, Any]:
    said = {name: getattr(apf, name) for row in ApfForm.asked for name in row}
    hours = said["hours_per_day"]
    return said | {
        "provider_id": str(apf.provider_id),
        "work_status": apf.work_status.value,
        "hours_per_day": f"{hours.normalize():f}" if hours is not None else "",
    }


def _at_hand(claim: ClaimShown, found: DocumentShown) -> dict[str, Any]:
    day = found.document.document_on
    provider = str(claim.claim.attending_provider_id)
    return {"provider_id": provider, "exam_on": day, "from_on": day, "complete": True}


def _page(actor: Actor, claim: ClaimShown, found: DocumentShown, form: ApfForm | RoaForm) -> str:
    say_shown(found)
    return claim_page(
        "claims/document_fields.html",
        claim,
        "claims.file",
        **about(found, page_of_document(actor, found)),
        form=form,
        hints=HINTS,
        may_quote=False,
    )
