"""Who may see a claim: restricted to named people by its supervisor, people named, removed, and lifted."""

from collections.abc import Sequence

from flask import flash, url_for
from flask import redirect as go
from wtforms import HiddenField, SelectMultipleField

from ohms.blueprints.claims.head import claim_page
from ohms.blueprints.claims.room import blueprint
from ohms.commands.restricting import (
    admit_to_claim,
    lift_restriction,
    remove_from_claim,
    restrict_claim,
)
from ohms.domain.access import Permission
from ohms.domain.actor import Actor
from ohms.domain.restriction import RestrictionReason
from ohms.queries.actors import claim_readers
from ohms.queries.answering import sees_claim, who_sees
from ohms.queries.claims import claim_by_number, claim_shown
from ohms.queries.restriction import (
    Named,
    check_who_sees,
    may_be_named,
    must_stay,
    nameable_on,
    named_on,
    restrictions_of,
)
from ohms.queries.rounds import ask
from ohms.web.access import current_actor, requires
from ohms.web.errors import Answer
from ohms.web.fields import DemandedChoice, chosen_id
from ohms.web.forms import OhmsForm
from ohms.web.picking import PickField
from ohms.web.reading import shown

PAGE = "/claims/<number>/restriction"
MOST_NAMED = 500


class RestrictForm(OhmsForm):
    """Why, and for whom it exists from then on. First those people alone are sent, to be shown what it
    would do."""

    foresee = HiddenField()
    reason = DemandedChoice("Why", RestrictionReason, demand="Choose why.")
    people = SelectMultipleField("Who may see it", coerce=str, validate_choice=False)

    @property
    def ids(self) -> set[int]:
        named = (self.people.data or [])[:MOST_NAMED]
        return {id_ for each in named if (id_ := chosen_id(each)) is not None}


class PersonForm(OhmsForm):
    """Somebody named, or removed."""

    person = PickField("Who else may see it")


@blueprint.get(PAGE)
@requires(Permission.CLAIM_RESTRICT, reads="read_restriction")
def restriction(number: str) -> str:
    return _page(current_actor(), number)


@blueprint.post(PAGE)
@requires(Permission.CLAIM_RESTRICT)
def restrict(number: str) -> Answer | str:
    """Neither why nor the people are ever part of an address, which browsers and servers in between keep:
    who alone is left out is likely whose claim it is."""
    actor, form = current_actor(), RestrictForm()
    if form.foresee.data:
        return _page(actor, number, restricting=form)
    claim_id = claim_by_number(actor, number).id
    if form.validate() and form.carried_out(
        lambda: restrict_claim(
            actor, claim_id, reason=RestrictionReason(form.reason.data), people=form.ids
        )
    ):
        flash("Restricted: for everybody else it exists no more.", "good")
        sees = actor.staff_id in form.ids
        return go(url_for("claims.restriction", number=number) if sees else "/claims", 303)
    return _page(actor, number, restricting=form), 422


@blueprint.post(f"{PAGE}/people")
@requires(Permission.CLAIM_RESTRICT)
def admit(number: str) -> Answer:
    actor, form = current_actor(), PersonForm()
    claim = claim_by_number(actor, number)
    claim_id = claim.id
    there = may_be_named(claim.cohe_id, actor.on_day)
    form.person.offer(_others(there, named_on(actor, claim_id)))
    if form.validate() and form.carried_out(
        lambda: admit_to_claim(actor, claim_id, staff_id=chosen_id(form.person.data))
    ):
        return _done(number, _told_of(form, claim_id, actor))
    return _page(actor, number, naming=form), 422


@blueprint.post(f"{PAGE}/remove")
@requires(Permission.CLAIM_RESTRICT)
def exclude(number: str) -> Answer:
    actor, form = current_actor(), PersonForm()
    claim_id = claim_by_number(actor, number).id
    if form.validate() and form.carried_out(
        lambda: remove_from_claim(actor, claim_id, staff_id=chosen_id(form.person.data) or 0)
    ):
        itself = chosen_id(form.person.data) == actor.staff_id
        flash("They see it no longer.", "good")
        return go("/claims" if itself else url_for("claims.restriction", number=number), 303)
    return _page(actor, number, naming=form), 422


@blueprint.post(f"{PAGE}/lift")
@requires(Permission.CLAIM_RESTRICT)
def unrestrict(number: str) -> Answer:
    actor, form = current_actor(), PersonForm()
    claim_id = claim_by_number(actor, number).id
    if form.validate() and form.carried_out(lambda: lift_restriction(actor, claim_id)):
        return _done(number, "Lifted: the COHE sees it again.")
    return _page(actor, number, naming=form), 422


def _done(number: str, words: str) -> Answer:
    flash(words, "good")
    return go(url_for("claims.restriction", number=number), 303)


def _told_of(form: PersonForm, claim_id: int, actor: Actor) -> str:
    """An assistant whose lane it is not in sees it no sooner than it is lent to them."""
    if sees_claim(chosen_id(form.person.data) or 0, claim_id, actor.on_day):
        return f"{form.person.shown} sees it from now on."
    return f"{form.person.shown} is named. It is not in their lane: they see it once it is lent to them."


def _others(there: list[tuple[int, str]], named: Sequence[Named]) -> list[tuple[int, str]]:
    seeing = {each.staff_id for each in named}
    return [each for each in there if each[0] not in seeing]


def _page(
    actor: Actor,
    number: str,
    *,
    restricting: RestrictForm | None = None,
    naming: PersonForm | None = None,
) -> str:
    found = claim_shown(actor, number)
    claim = found.claim
    shown(claim_id=claim.id, cohe_id=claim.cohe_id, object_type="claim", object_id=claim.id)
    named = named_on(actor, claim.id) if claim.restricted else []
    form, people = restricting or RestrictForm(formdata=None), naming or PersonForm(formdata=None)
    readers = claim_readers(claim.cohe_id, actor.on_day)
    people.person.offer(_others([(id_, each.name) for id_, each in readers.items()], named))
    there = [] if claim.restricted else nameable_on(actor, claim, readers)
    coordinates = {each.staff_id for each in there if each.coordinates}
    ids = form.ids if restricting else {actor.staff_id, *coordinates}
    # What people that are refused would mean is not shown: what refused them is.
    refused = form.people.errors or form.form_errors
    foreseen = restricting is not None and not refused and not claim.restricted
    if foreseen:
        foreseen = form.carried_out(lambda: check_who_sees(actor, claim, form.ids))
    return claim_page(
        "claims/restriction.html",
        found,
        "claims.restriction",
        form=form,
        naming=people,
        named=named,
        stays=must_stay(actor, claim, named) if named else set(),
        ids=ids,
        there=there,
        seeing=ask(
            who_sees(
                [readers[id_] for each in named if (id_ := each.staff_id) in readers], claim.id
            )
        ),
        foreseen=foreseen,
        restrictions=restrictions_of(actor, claim.id),
        problems=[*_problems(form, claim.restricted, foreseen), *people.problems],
    )


def _problems(form: RestrictForm, restricted: bool, foreseen: bool) -> list[tuple[str | None, str]]:
    """Why is asked beside the button, so that nothing leads to it while those named are refused."""
    if restricted:
        return form.problems_elsewhere
    return [each for each in form.problems if foreseen or each[0] != form.reason.id]
