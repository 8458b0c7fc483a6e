"""The page of a claim's recovery: work status, FRQ, barriers, measures, goal."""

from typing import Any

from ohms.blueprints.claims.head import claim_page
from ohms.blueprints.claims.recovery_charts import over_time, trend
from ohms.blueprints.claims.recovery_forms import (
    BarrierForm,
    EpisodeForm,
    FrqForm,
    GoalForm,
    MeasureForm,
)
from ohms.blueprints.claims.room import blueprint
from ohms.blueprints.claims.showing import local
from ohms.domain.access import Permission
from ohms.domain.actor import Actor
from ohms.domain.co_signing import CoSignKind
from ohms.domain.recovery import EpisodeSource, MeasureKind
from ohms.queries.claims import claim_shown
from ohms.queries.entries_to_co_sign import waiting_by_subject
from ohms.queries.recovery import recovery_of
from ohms.queries.rounds import ask_all
from ohms.web.access import current_actor, requires
from ohms.web.forms import OhmsForm, new_key
from ohms.web.reading import shown
from ohms.web.words import words

PAGE = "/claims/<number>/recovery"
KINDS: dict[str, type[OhmsForm]] = {
    "episode": EpisodeForm,
    "frq": FrqForm,
    "barrier": BarrierForm,
    "measure": MeasureForm,
    "goal": GoalForm,
}


@blueprint.get(PAGE)
@requires(Permission.CLAIM_READ, reads="read_recovery")
def recovery(number: str) -> str:
    return recovery_page(current_actor(), number)


def recovery_page(actor: Actor, number: str, refused: OhmsForm | None = None) -> str:
    """The page with its forms: the refused one as it was sent, the others fresh."""
    found = claim_shown(actor, number)
    claim = found.claim
    shown(claim_id=claim.id, cohe_id=claim.cohe_id, object_type="claim", object_id=claim.id)
    told, waiting = ask_all(recovery_of(actor, claim), waiting_by_subject(actor, claim.id))
    return claim_page(
        "claims/recovery.html",
        found,
        "claims.recovery",
        told=told,
        chart=over_time(told),
        trends=[drawn for kind in MeasureKind if (drawn := trend(told, kind)) is not None],
        waiting=waiting,
        kinds=CoSignKind,
        may_record=actor.may_in(Permission.CLAIM_COORDINATE, found.claim.cohe_id),
        problems=_problems(refused),
        open_form=next((name for name, kind in KINDS.items() if isinstance(refused, kind)), ""),
        local=local,
        source_words=_source_words,
        new_key=new_key,
        form_of=_fresh(refused),
    )


def _source_words(source: str) -> str:
    return words(EpisodeSource(source))


def _fresh(refused: OhmsForm | None) -> dict[str, Any]:
    return {
        name: refused if isinstance(refused, kind) else kind(formdata=None)
        for name, kind in KINDS.items()
    }


def _problems(refused: OhmsForm | None) -> list[tuple[str, str]]:
    """What is wrong; without a link where the form of it does not stand on this page."""
    if refused is None:
        return []
    here = isinstance(refused, tuple(KINDS.values()))
    return [(id_ or "" if here else "", text) for id_, text in refused.problems]
