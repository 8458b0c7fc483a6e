"""How the people of a claim may be approached: rules of contact, and numbers kept by hand."""

from collections.abc import Callable
from typing import Any

from flask import flash, url_for
from flask import redirect as go
from wtforms import BooleanField

from ohms.blueprints.claims.head import claim_page
from ohms.blueprints.claims.room import blueprint
from ohms.commands import approach
from ohms.domain.access import Permission
from ohms.domain.actor import Actor
from ohms.domain.recovery import ContactRuleKind
from ohms.domain.values import Party
from ohms.queries.approach import differing, ended_points, rules_of
from ohms.queries.claims import claim_by_number, claim_shown
from ohms.queries.rounds import ask
from ohms.queries.same_person import claims_of_the_same_person
from ohms.web.access import current_actor, requires
from ohms.web.errors import Answer
from ohms.web.fields import ChoiceField, DemandedChoice, LineField
from ohms.web.forms import OhmsForm, new_key
from ohms.web.reading import shown

PAGE = "/claims/<number>/parties"
WAYS = {"phone": "Phone", "email": "Email", "fax": "Fax"}


class RuleForm(OhmsForm):
    kind = DemandedChoice("Rule", ContactRuleKind, demand="Choose a rule.", id="rule")
    remark = LineField("In a word", id="rule-remark")


class PointForm(OhmsForm):
    party = DemandedChoice("Whose", Party, demand="Choose whose it is.")
    kind = ChoiceField("Way", WAYS, id="way")
    value = LineField("Number or address", longest=254, demand="Enter the number or address.")
    who = LineField("Name")
    best_time = LineField("Best time")
    language = LineField("Language", longest=40)
    do_not_call = BooleanField("Do not call")


@blueprint.get(PAGE)
@requires(Permission.CLAIM_READ, reads="read_parties")
def parties(number: str) -> str:
    return _page(current_actor(), number)


@blueprint.post(f"{PAGE}/rules")
@requires(Permission.CLAIM_COORDINATE)
def add_rule(number: str) -> Answer:
    form = RuleForm()

    def add(actor: Actor, claim_id: int) -> object:
        kind = ContactRuleKind(form.kind.data)
        return approach.add_contact_rule(
            actor, claim_id, kind=kind, remark=form.remark.data, key=form.key
        )

    return _act(number, form, add, "The rule stands on every page of the claim.")


@blueprint.post(f"{PAGE}/rules/<int(max=2147483647):rule_id>/end")
@requires(Permission.CLAIM_COORDINATE)
def end_rule(number: str, rule_id: int) -> Answer:
    def end(actor: Actor, claim_id: int) -> object:
        return approach.end_contact_rule(actor, claim_id, rule_id)

    return _act(number, OhmsForm(), end, "The rule has ended.")


@blueprint.post(f"{PAGE}/points")
@requires(Permission.CLAIM_COORDINATE)
def add_point(number: str) -> Answer:
    form = PointForm()

    def add(actor: Actor, claim_id: int) -> object:
        return approach.add_contact_point(
            actor,
            claim_id,
            party=Party(form.party.data),
            kind=form.kind.data,
            value=form.value.data or "",
            who=form.who.data,
            best_time=form.best_time.data,
            language=form.language.data,
            do_not_call=bool(form.do_not_call.data),
            key=form.key,
        )

    return _act(number, form, add, "Kept by hand: the feed leaves it as it is.")


@blueprint.post(f"{PAGE}/points/<int(max=2147483647):point_id>/end")
@requires(Permission.CLAIM_COORDINATE)
def end_point(number: str, point_id: int) -> Answer:
    def end(actor: Actor, claim_id: int) -> object:
        return approach.end_contact_point(actor, claim_id, point_id)

    return _act(number, OhmsForm(), end, "It holds no longer.")


def _act(number: str, form: OhmsForm, act: Callable[[Actor, int], object], done: str) -> Answer:
    actor = current_actor()
    claim_id = claim_by_number(actor, number).id
    if form.validate_on_submit() and form.carried_out(lambda: act(actor, claim_id)):
        flash(done, "good")
        return go(url_for("claims.parties", number=number), 303)
    return _page(actor, number, form), 422


def _page(actor: Actor, number: str, refused: OhmsForm | None = None) -> str:
    found = claim_shown(actor, number)
    claim = found.claim
    same_person = claims_of_the_same_person(actor, claim)
    shown(
        claim_id=claim.id,
        claim_ids=[each.id for each, _by_key in same_person],
        cohe_id=claim.cohe_id,
        object_type="claim",
        object_id=claim.id,
    )
    return claim_page(
        "claims/approach.html",
        found,
        "claims.parties",
        rules=ask(rules_of(actor, claim.id)),
        ended=ended_points(actor, claim.id),
        differ=differing(found.contact_points),
        same_person=same_person,
        rule_form=_form(refused, RuleForm),
        point_form=_form(refused, PointForm),
        problems=refused.problems if refused else [],
        may_record=actor.may_in(Permission.CLAIM_COORDINATE, found.claim.cohe_id),
        new_key=new_key,
    )


def _form(refused: OhmsForm | None, kind: type[Any]) -> Any:
    return refused if isinstance(refused, kind) else kind(formdata=None)
