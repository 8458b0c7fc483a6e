"""What a position allows in its COHE, it allows there only: somebody who is a coordinator in one COHE
and an assistant in another changes in each what their position there gives them. On a claim that was
purged nobody writes any more."""

from collections.abc import Collection, Iterable

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from ohms.domain.access import Permission
from ohms.domain.actor import Actor
from ohms.domain.errors import NotAllowed
from ohms.domain.retention import check_not_purged
from ohms.models.claims import Claim
from ohms.queries.guard import unscoped

KEPT_OF_ACCESS = frozenset({"broken_glass", "legal_hold", "look_review", "purge_claim"})
"""What goes on being told of a purged claim: who opened it, who held it, what came of a look."""

_CLAIMS = Claim.__table__
_PURGED = (
    select(_CLAIMS.c.purged_at)
    .where(
        _CLAIMS.c.id.in_(bindparam("claim_ids", expanding=True)), _CLAIMS.c.purged_at.is_not(None)
    )
    .limit(1)
)


def check_none_purged(session: Session, claim_ids: Collection[int]) -> None:
    """Refuse what was written on a claim that was purged, whichever command wrote it. Asked once the
    rows are sent: what hangs on a claim keeps a purge of it waiting from then on. Raises RuleBroken."""
    if not claim_ids:
        return
    with unscoped("whether a changed claim was purged"):
        check_not_purged(session.connection().scalar(_PURGED, {"claim_ids": list(claim_ids)}))


def check_may_where(
    session: Session,
    actor: Actor,
    permissions: Iterable[Permission],
    cohe_id: int,
    claim_id: int | None,
) -> None:
    """Refuse a change of a row of this COHE to who lacks one of the permissions there.

    What was done on a claim stays with the COHE that did it when the claim goes to another, and the
    other works on: a position where the claim is now does as well. Raises NotAllowed.
    """
    refused = [each for each in permissions if not actor.may_in(each, cohe_id)]
    if not refused:
        return
    now_in = None if claim_id is None else _cohe_of(session, claim_id)
    for permission in refused:
        if now_in is None or not actor.may_in(permission, now_in):
            raise NotAllowed(permission)


def _cohe_of(session: Session, claim_id: int) -> int | None:
    """By the connection: the session is in the middle of writing its rows."""
    with unscoped("the COHE of a changed row"):
        return session.connection().scalar(select(Claim.cohe_id).where(Claim.id == claim_id))
