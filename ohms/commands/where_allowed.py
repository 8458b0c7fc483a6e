"""What a position allows in its COHE, it allows there only: somebody who is a coordinator in one COHE
and an assistant in another changes in each what their position there gives them."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from ohms.domain.access import Actor, NotAllowed, Permission
from ohms.models.claims import Claim
from ohms.queries.guard import unscoped


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
