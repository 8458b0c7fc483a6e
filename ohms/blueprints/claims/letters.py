"""Letters and fax sheets of a claim: started from a template, printed, and filed by themselves."""

from typing import Any

from flask import flash, request, url_for
from flask import redirect as go

from ohms import clock
from ohms.blueprints.claims.head import claim_page
from ohms.blueprints.claims.room import blueprint
from ohms.commands import letters
from ohms.domain.access import Permission
from ohms.domain.actor import Actor
from ohms.domain.errors import NotFound, RuleBroken
from ohms.domain.house_templates import JOB_DESCRIPTION_FAX
from ohms.domain.job_descriptions import SentJob
from ohms.domain.letters import NAMES, ProducedLetter, heading_of
from ohms.domain.text_templates import LONGEST_TEXT, SENT_TO, Purpose, TextTemplate, filled
from ohms.domain.time_entries import MINUTES_A_DAY
from ohms.queries.claims import ClaimShown, claim_shown
from ohms.queries.job_descriptions import jobs_to_send
from ohms.queries.rounds import ask
from ohms.queries.text_templates import template_by_key, templates_of, values_of
from ohms.web.access import current_actor, requires
from ohms.web.document_files import stored_for
from ohms.web.errors import Answer
from ohms.web.fields import ChoiceField, ProseField, WholeNumberField
from ohms.web.forms import OhmsForm
from ohms.web.pdf import MEDIA_TYPE, UnprintableError, pdf_of
from ohms.web.reading import shown

LONGEST_ADDRESS = 400


class LetterForm(OhmsForm):
    address = ProseField("Address", longest=LONGEST_ADDRESS)
    text = ProseField("Text", longest=LONGEST_TEXT, demand="Enter the text.")
    minutes = WholeNumberField("Minutes", least=1, most=MINUTES_A_DAY)
    job = ChoiceField("Job description", {}, empty="None of the claim file")


@blueprint.get("/claims/<number>/letters")
@requires(Permission.NOTE_WRITE, reads="list_letters")
def list_letters(number: str) -> str:
    found = claim_shown(current_actor(), number)
    _say_shown(found)
    templates = [
        each
        for each in ask(templates_of(found.claim.cohe_id))
        if each.offered and each.purpose in SENT_TO
    ]
    return _page("claims/letters.html", found, templates=templates, names=NAMES)


@blueprint.route("/claims/<number>/letters/<letter_key>", methods=["GET", "POST"])
@requires(Permission.NOTE_WRITE, reads="read_letter")
def write_letter(number: str, letter_key: str) -> Answer | str:
    actor = current_actor()
    found = claim_shown(actor, number)
    template = _printed(found, letter_key)
    form = _form(actor, found, template)
    wants_filing = request.form.get("action") != "show"
    if form.validate_on_submit() and wants_filing and _filed(actor, found, template, form):
        return go(url_for("claims.show", number=found.claim.claim_number), 303)
    _say_shown(found)
    heading = heading_of(template, found.claim.claim_number)
    page = _page("claims/letter.html", found, template=template, heading=heading, form=form)
    return page, 422 if form.problems else 200


def _printed(found: ClaimShown, key: str) -> TextTemplate:
    template = template_by_key(found.claim.cohe_id, key)
    if template.purpose not in SENT_TO:
        raise NotFound
    return template


def _form(actor: Actor, found: ClaimShown, template: TextTemplate) -> LetterForm:
    address = f"{found.worker.first_name} {found.worker.last_name}"
    jobs = _jobs(actor, found, template)
    form = LetterForm(
        data={
            "text": filled(template.body, values_of(actor, found)),
            "address": address if template.purpose is Purpose.LETTER else "",
            "job": jobs[0][0] if jobs else "",
        }
    )
    form.job.offer([*jobs, ("", "None of the claim file")])
    return form


def _jobs(actor: Actor, found: ClaimShown, template: TextTemplate) -> list[tuple[str, str]]:
    """The job descriptions that may go out with the fax sheet that is for them."""
    if template.key != JOB_DESCRIPTION_FAX:
        return []
    return [(str(id_), title) for id_, title in jobs_to_send(actor, found.claim.id)]


def _filed(actor: Actor, found: ClaimShown, template: TextTemplate, form: LetterForm) -> bool:
    try:
        pdf = pdf_of("letter", _printed_data(actor, found, template, form), clock.now())
    except UnprintableError as without:
        form.refuse(_without_sign(without.text, form))
        return False
    try:
        with stored_for(pdf) as sha256:
            letter = ProducedLetter(
                template=template,
                text=form.text.data or "",
                sha256=sha256,
                size=len(pdf),
                media_type=MEDIA_TYPE,
                minutes=form.minutes.data,
            )
            job = _sent_job(found, form)
            letters.file_letter(actor, found.claim.claim_number, letter, key=form.key, job=job)
    except RuleBroken as broken:
        form.refuse(broken)
        return False
    flash(f"{letter.title}: filed with the documents, and noted as sent today.", "good")
    return True


def _without_sign(text: str, form: LetterForm) -> RuleBroken:
    field = "address" if text in (form.address.data or "") else "text"
    return RuleBroken(
        f"Write {text} otherwise: this print has no sign for it. The administrator may add a font.",
        field=field,
    )


def _sent_job(found: ClaimShown, form: LetterForm) -> SentJob | None:
    return SentJob(int(form.job.data), found.attending.name) if form.job.data else None


def _printed_data(
    actor: Actor, found: ClaimShown, template: TextTemplate, form: LetterForm
) -> dict[str, Any]:
    day = actor.on_day
    return {
        "title": heading_of(template, found.claim.claim_number),
        "cohe": found.cohe,
        "claim_number": found.claim.claim_number,
        "today": values_of(actor, found)["today"],
        "year": day.year,
        "month": day.month,
        "day": day.day,
        "address": form.address.data or "",
        "text": form.text.data or "",
    }


def _say_shown(found: ClaimShown) -> None:
    claim = found.claim
    shown(claim_id=claim.id, cohe_id=claim.cohe_id, object_type="claim", object_id=claim.id)


def _page(page: str, found: ClaimShown, /, **told: Any) -> str:
    return claim_page(page, found, "claims.list_letters", **told)
