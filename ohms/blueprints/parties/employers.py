"""The page of an employer: what is wanted of them, whom to call, what they can offer, what was said."""

from flask import redirect as go
from flask import render_template, url_for
from werkzeug.wrappers import Response

from ohms.blueprints.parties.light_duty import PolicyForm, policy_forms
from ohms.blueprints.parties.room import ONE_EMPLOYER, blueprint
from ohms.blueprints.parties.sheet_form import SheetForm, worked_through
from ohms.domain.access import Permission
from ohms.domain.actor import Actor
from ohms.domain.values import Party
from ohms.queries.asked_parties import asked_employer, standing_employer
from ohms.queries.call_sheets import call_sheet
from ohms.queries.claim_filter import ClaimFilter, ListScope
from ohms.queries.claim_list import claim_page
from ohms.queries.employers import (
    NEWEST,
    employer_row,
    job_descriptions_of,
    reach_of,
    referrals_of,
)
from ohms.queries.light_duty import policies_of
from ohms.queries.party_log import party_log
from ohms.queries.rounds import ask_all
from ohms.queries.same_employer import accounts_of_the_same
from ohms.web.access import current_actor, requires
from ohms.web.errors import Answer
from ohms.web.forms import OhmsForm
from ohms.web.reading import shown

NEWEST_CONTACTS = 10


@blueprint.get(ONE_EMPLOYER)
@requires(Permission.EMPLOYER_READ, reads="read_employer")
def employer(employer_id: int) -> str | Response:
    standing = standing_employer(employer_id)
    if standing != employer_id:
        asked_employer(current_actor(), standing)
        return go(url_for("parties.employer", employer_id=standing), 302)
    return page_of(current_actor(), employer_id)


@blueprint.post(f"{ONE_EMPLOYER}/call-sheet")
@requires(Permission.NOTE_WRITE)
def call_employer(employer_id: int) -> Answer:
    actor = current_actor()
    asked_employer(actor, employer_id)
    form = SheetForm()
    if worked_through(actor, Party.EMPLOYER, employer_id, form):
        return go(url_for("parties.employer", employer_id=employer_id), 303)
    return page_of(actor, employer_id, form), 422


@blueprint.post(f"{ONE_EMPLOYER}/light-duty")
@requires(Permission.LIGHT_DUTY_WRITE)
def save_light_duty(employer_id: int) -> Answer:
    actor = current_actor()
    asked_employer(actor, employer_id)
    form = PolicyForm()
    if form.saved(actor, employer_id):
        return go(url_for("parties.employer", employer_id=employer_id), 303)
    return page_of(actor, employer_id, form), 422


def page_of(actor: Actor, employer_id: int, refused: OhmsForm | None = None) -> str:
    """The employer's page with its forms, empty or refused with what was typed."""
    asked = asked_employer(actor, employer_id)
    every = ClaimFilter(
        ListScope.COHE, employer_id=employer_id, sort="-initiated_on", per_page=NEWEST
    )
    claims = claim_page(actor, every)
    descriptions = job_descriptions_of(actor, asked)
    sheet, log, referrals, reach, policies, same = ask_all(
        call_sheet(actor, asked),
        party_log(actor, asked, after=None, per_page=NEWEST_CONTACTS),
        referrals_of(actor, asked),
        reach_of(actor, asked),
        policies_of(actor, employer_id),
        accounts_of_the_same(actor, employer_id),
    )
    told = {row.claim_id for row in (*sheet.claims, *log.rows, *descriptions, *referrals)}
    shown(
        claim_ids=sorted(told | {row.id for row in claims.rows}),
        object_type="employer",
        object_id=employer_id,
    )
    form = refused if isinstance(refused, SheetForm) else SheetForm(formdata=None)
    return render_template(
        "parties/employer.html",
        employer=employer_row(employer_id),
        same=same,
        sheet=sheet,
        log=log,
        claims=claims,
        reach=reach,
        descriptions=descriptions,
        referrals=referrals,
        policies=policy_forms(policies, refused),
        form=form,
        problems=refused.problems if refused else [],
        here=url_for("parties.employer", employer_id=employer_id),
        may_write=actor.may(Permission.NOTE_WRITE),
    )
