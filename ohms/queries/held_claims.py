"""How the row of a claim is held while what belongs to it changes: one way, for all who change a claim."""

from typing import TypeVarTuple

from sqlalchemy import Select

from ohms.models.claims import Claim

Told = TypeVarTuple("Told")


def held(claims: Select[*Told]) -> Select[*Told]:
    """The claims of a SELECT as they are now, held until the transaction ends: who changes one of them
    waits. A SELECT of several says in which order.

    Not against whoever names one as a parent (PostgreSQL's `FOR NO KEY UPDATE`): every row that is added
    to a claim does so, and so does the audit of reading it, which may already hold what is asked for
    last here; each would wait for the other. Its key stays. A purge, which deletes what names a claim,
    holds it against those as well (`commands/purging.py`).
    """
    return claims.with_for_update(of=Claim, key_share=True).execution_options(
        populate_existing=True
    )
