"""How hard a claim is: why it is not low, its rating, and what people told that makes it harder."""

from collections.abc import Callable

from flask import flash, url_for
from flask import redirect as go

from ohms.blueprints.claims.delegating_forms import DelegateForm, delegate_form
from ohms.blueprints.claims.head import claim_page
from ohms.blueprints.claims.room import blueprint
from ohms.commands.complexity import lift_ground, raise_complexity, rate_complexity
from ohms.domain.access import Permission
from ohms.domain.actor import Actor
from ohms.domain.complexity import Ground
from ohms.domain.values import Complexity
from ohms.queries.claims import claim_by_number, claim_shown
from ohms.queries.complexity import grounds_of
from ohms.queries.delegations import delegations_of
from ohms.web.access import current_actor, requires
from ohms.web.errors import Answer
from ohms.web.fields import ChoiceField, LineField
from ohms.web.forms import OhmsForm, new_key
from ohms.web.reading import shown

PAGE = "/claims/<number>/complexity"


class RateForm(OhmsForm):
    complexity = ChoiceField("Rate it", Complexity, demand="Choose how hard it is.")


class RaiseForm(OhmsForm):
    """Every field may stay as it is: nobody who raises a claim is refused."""

    ground = ChoiceField("Why", Ground)
    remark = LineField("In a word", id="ground-remark", longest=20_000)


@blueprint.get(PAGE)
@requires(Permission.CLAIM_READ, reads="read_complexity")
def complexity(number: str) -> str:
    return complexity_page(current_actor(), number)


@blueprint.post(PAGE)
@requires(Permission.CLAIM_RATE)
def rate(number: str) -> Answer:
    form = RateForm()

    def act(actor: Actor, claim_id: int) -> object:
        return rate_complexity(actor, claim_id, Complexity(form.complexity.data))

    return _act(number, form, act, "The claim is rated.")


@blueprint.post(f"{PAGE}/raise")
@requires(Permission.CLAIM_RAISE)
def raise_(number: str) -> Answer:
    form = RaiseForm()

    def act(actor: Actor, claim_id: int) -> object:
        ground = Ground(form.ground.data or Ground.OTHER)
        return raise_complexity(actor, claim_id, ground, remark=form.remark.data, key=form.key)

    return _act(number, form, act, "It is told. The claim is not of low complexity.")


@blueprint.post(f"{PAGE}/<int(max=2147483647):ground_id>/lift")
@requires(Permission.CLAIM_RATE)
def lift(number: str, ground_id: int) -> Answer:
    def act(actor: Actor, claim_id: int) -> object:
        return lift_ground(actor, claim_id, ground_id)

    return _act(
        number, OhmsForm(), act, "It holds no longer. Rate the claim anew if it is low now."
    )


def _act(number: str, form: OhmsForm, act: Callable[[Actor, int], object], done: str) -> Answer:
    actor = current_actor()
    claim_id = claim_by_number(actor, number).id
    if form.validate_on_submit() and form.carried_out(lambda: act(actor, claim_id)):
        flash(done, "good")
        return go(url_for("claims.complexity", number=number), 303)
    return complexity_page(actor, number, form), 422


def complexity_page(actor: Actor, number: str, refused: OhmsForm | None = None) -> str:
    """The page with its forms: the refused one as it was sent, the others fresh."""
    found = claim_shown(actor, number)
    claim = found.claim
    shown(claim_id=claim.id, cohe_id=claim.cohe_id, object_type="claim", object_id=claim.id)
    rated = (
        refused if isinstance(refused, RateForm) else RateForm(None, complexity=claim.complexity)
    )
    raising = refused if isinstance(refused, RaiseForm) else RaiseForm(None, ground=Ground.OTHER)
    lending = refused if isinstance(refused, DelegateForm) else None
    return claim_page(
        "claims/complexity.html",
        found,
        "claims.complexity",
        grounds=grounds_of(actor, claim.id),
        rate_form=rated,
        raise_form=raising,
        lent=delegations_of(actor, claim.id),
        lend_form=lending or delegate_form(actor, claim, sent=False),
        may_lend=actor.may_in(Permission.CLAIM_DELEGATE, claim.cohe_id),
        problems=refused.problems if refused else [],
        may_rate=actor.may_in(Permission.CLAIM_RATE, claim.cohe_id),
        new_key=new_key,
    )
