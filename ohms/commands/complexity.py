"""How hard a claim is: rated by coordinators, raised by anybody who sees it, with the grounds told."""

from ohms import clock
from ohms.commands.idempotency import made_before, remember
from ohms.commands.locked_claim import claim_in_sight, locked_claim
from ohms.commands.no_longer_low import take_back_from_low
from ohms.commands.summaries import refresh_claim
from ohms.commands.unit_of_work import command
from ohms.domain.access import Permission
from ohms.domain.actor import Actor
from ohms.domain.complexity import Ground, against_low, check_may_be_low, checked_remark
from ohms.domain.values import Complexity
from ohms.extensions import db
from ohms.models.claims import ComplexityGround
from ohms.queries.low_complexity import low_facts
from ohms.queries.one_in_sight import in_sight


@command(Permission.CLAIM_RATE)
def rate_complexity(actor: Actor, claim_id: int, complexity: Complexity) -> None:
    """Rate a claim. Low is refused beside `complexity` with what stands against it; from low to
    anything else answerability passes to the claim's coordinator."""
    claim = locked_claim(actor, claim_id)
    if complexity is Complexity.LOW:
        facts = low_facts([claim.id], actor.on_day, actor)[claim.id]
        check_may_be_low(against_low(facts), field="complexity")
    elif claim.complexity is Complexity.LOW:
        take_back_from_low(actor, claim, "a coordinator rated it harder")
    claim.complexity = complexity
    refresh_claim(claim)


@command(Permission.CLAIM_RAISE)
def raise_complexity(
    actor: Actor,
    claim_id: int,
    ground: Ground,
    *,
    remark: str | None = None,
    key: str | None = None,
) -> int:
    """Tell what makes a claim harder than low; the ground's id. Never refused to whoever sees it.

    A low claim passes to its coordinator at once, with a task; its assistant may finish.
    """
    if key and (made := made_before(actor, key)) is not None:
        return made
    claim = claim_in_sight(actor, claim_id)
    assert actor.staff_id is not None
    told = ComplexityGround(
        claim_id=claim.id,
        cohe_id=claim.cohe_id,
        ground=ground,
        remark=checked_remark(remark),
        raised_by_id=actor.staff_id,
        raised_at=clock.now(),
    )
    db.session.add(told)
    refresh_claim(claim)
    if key:
        remember(actor, key, "raise_complexity", told.id)
    return told.id


@command(Permission.CLAIM_RATE)
def lift_ground(actor: Actor, claim_id: int, ground_id: int) -> None:
    """What was told holds no longer. The claim stays as it is rated until somebody rates it again;
    lifted twice: lifted once."""
    claim = locked_claim(actor, claim_id)
    told = in_sight(actor, ComplexityGround, ground_id, ComplexityGround.claim_id == claim.id)
    if told.lifted_at is None:
        told.lifted_at, told.lifted_by_id = clock.now(), actor.staff_id
