"""Statements as somebody might write them: with a scope forgotten, and honest ones."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import and_, exists, func, join, literal, or_, select, true, union_all
from sqlalchemy.orm import aliased

from ohms.domain.actor import Actor
from ohms.models.claims import Claim
from ohms.models.cohes import Cohe
from ohms.models.notes import CaseNote
from ohms.models.providers import Provider
from ohms.models.tasks import Task
from ohms.models.workers import Worker
from ohms.queries.scope import sees, visible

Statement = Callable[[Actor], Any]
TABLE = Claim.__table__
OF_CENTRE = Claim.cohe_id == Cohe.id

FORGOTTEN: dict[str, Statement] = {
    "entity": lambda _: select(Claim),
    "column": lambda _: select(Claim.claim_number),
    "column by its id": lambda _: select(Claim.claim_number).where(Claim.id == 1),
    "core table": lambda _: select(TABLE),
    "core column": lambda _: select(TABLE.c.claim_number),
    "count of rows": lambda _: select(func.count()).select_from(Claim),
    "count of a column": lambda _: select(func.count(Claim.id)),
    "count over a subquery": lambda _: select(func.count()).select_from(
        select(Claim.id).subquery()
    ),
    "unscoped child": lambda a: visible(a, Claim).join(CaseNote, CaseNote.claim_id == Claim.id),
    "unscoped child by outer join": lambda a: (
        visible(a, Claim)
        .with_only_columns(Claim.id, CaseNote.body)
        .outerjoin(CaseNote, CaseNote.claim_id == Claim.id)
    ),
    "unscoped child in the list of FROM": lambda a: visible(a, Claim).where(
        CaseNote.claim_id == Claim.id
    ),
    "unscoped parent": lambda a: visible(a, CaseNote).join(Claim, Claim.id == CaseNote.claim_id),
    "join from an open table": lambda _: select(Cohe.name).join(Claim, OF_CENTRE),
    "scope in the ON": lambda a: visible(a, Claim).join(
        CaseNote, and_(CaseNote.claim_id == Claim.id, sees(a, CaseNote))
    ),
    "scope of another table": lambda a: (
        select(CaseNote).join(Claim, Claim.id == CaseNote.claim_id).where(sees(a, Claim))
    ),
    "subquery in FROM": lambda _: select(select(Claim.id).subquery().c.id),
    "subquery of a subquery": lambda _: select(
        select(select(Claim.id).subquery().c.id).subquery().c.id
    ),
    "common table expression": lambda _: select(select(Claim.id).cte().c.id),
    "scalar subquery": lambda _: select(
        Cohe.id, select(func.count(Claim.id)).where(OF_CENTRE).scalar_subquery()
    ),
    "subquery to sort by": lambda _: select(Cohe.id).order_by(
        select(func.count(Claim.id)).where(OF_CENTRE).scalar_subquery()
    ),
    "subquery in HAVING": lambda _: (
        select(Cohe.id).group_by(Cohe.id).having(exists(select(Claim.id)))
    ),
    "lateral": lambda _: select(
        Cohe.id, select(Claim.id).where(OF_CENTRE).lateral().c.id
    ),
    "exists": lambda _: select(Cohe.id).where(exists().where(OF_CENTRE)),
    "in a select": lambda _: select(Cohe.id).where(Cohe.id.in_(select(Claim.cohe_id))),
    "alias": lambda _: select(aliased(Claim).id),
    "second alias beside the scoped table": lambda a: visible(a, Claim).join(
        (other := aliased(Claim)), other.worker_id == Claim.worker_id
    ),
    "core alias": lambda _: select(TABLE.alias("c").c.id),
    "union with one open arm": lambda a: union_all(
        visible(a, Claim).with_only_columns(Claim.id), select(Claim.id)
    ),
    "subquery of such a union": lambda a: select(
        union_all(visible(a, Claim).with_only_columns(Claim.id), select(Claim.id)).subquery().c.id
    ),
    "an OR that weakens": lambda a: select(Claim.id).where(or_(sees(a, Claim), true())),
    "a NOT that turns it": lambda a: select(Claim.id).where(~sees(a, Claim)),
    "correlating to nothing": lambda a: visible(a, Claim).where(
        select(CaseNote.id)
        .where(CaseNote.claim_id == Claim.id, sees(a, CaseNote))
        .correlate(None)
        .exists()
    ),
    "correlating to another table": lambda a: (
        visible(a, Claim)
        .join(Cohe, OF_CENTRE)
        .where(
            select(Provider.id)
            .join(Claim, Claim.initiating_provider_id == Provider.id)
            .where(OF_CENTRE)
            .correlate(Cohe)
            .exists()
        )
    ),
    "the same table alone inside": lambda a: visible(a, Claim).where(
        Claim.id.in_(select(Claim.id))
    ),
    "a scope outside a common table expression": lambda a: (
        visible(a, Claim).where(Claim.id.in_(select(select(Claim.id).cte().c.id)))
    ),
    "an alias of an alias": lambda _: select(TABLE.alias().alias().c.id),
    "a join in brackets": lambda _: select(Provider.id).select_from(
        join(
            Provider.__table__,
            join(TABLE, CaseNote.__table__, CaseNote.claim_id == TABLE.c.id),
            Provider.id == TABLE.c.initiating_provider_id,
        )
    ),
    "an open SELECT between that takes nothing along": lambda a: visible(a, Claim).where(
        exists(
            select(Cohe.id).where(
                exists().where(Provider.id == Claim.initiating_provider_id)
            )
        )
    ),
    "a table whose condition the nearest does not read": lambda a: visible(a, Claim).where(
        exists().where(
            Task.claim_id == Claim.id,
            sees(a, Task),
            exists().where(Provider.id == Claim.initiating_provider_id),
        )
    ),
}  # fmt: skip

HONEST: dict[str, Statement] = {
    "visible": lambda a: visible(a, Claim),
    "other columns": lambda a: visible(a, Claim).with_only_columns(Claim.claim_number),
    "count of rows": lambda a: visible(a, Claim).with_only_columns(func.count()),
    "count over a visible subquery": lambda a: select(func.count()).select_from(
        visible(a, Claim).subquery()
    ),
    "joined to an open table": lambda a: (
        visible(a, Claim).with_only_columns(Claim.id, Cohe.name).join(Cohe, OF_CENTRE)
    ),
    "joined to a scoped one": lambda a: (
        visible(a, Claim)
        .with_only_columns(Claim.id, Worker.last_name, CaseNote.body)
        .join(Worker, Worker.id == Claim.worker_id)
        .outerjoin(CaseNote, CaseNote.claim_id == Claim.id)
        .where(sees(a, Worker), or_(CaseNote.id.is_(None), CaseNote.id > 0), sees(a, CaseNote))
    ),
    "begun at an open table": lambda a: (
        select(Provider.last_name, func.count(Claim.id))
        .join(Claim, Claim.initiating_provider_id == Provider.id)
        .where(sees(a, Claim))
        .group_by(Provider.last_name)
    ),
    "core table": lambda a: select(TABLE.c.claim_number).where(sees(a, Claim)),
    "common table expression": lambda a: select(
        visible(a, Claim).with_only_columns(Claim.id).cte().c.id
    ),
    "exists": lambda a: select(Cohe.id).where(
        visible(a, Claim).with_only_columns(Claim.id).where(OF_CENTRE).exists()
    ),
    "in a select": lambda a: select(Cohe.id).where(
        Cohe.id.in_(visible(a, Claim).with_only_columns(Claim.cohe_id))
    ),
    "an open table inside, correlated": lambda a: visible(a, Claim).where(
        exists().where(Provider.id == Claim.initiating_provider_id, Provider.last_name != "")
    ),
    "a scoped one inside, correlated": lambda a: visible(a, Claim).where(
        exists().where(Task.claim_id == Claim.id, sees(a, Task))
    ),
    "a column counted beside": lambda a: visible(a, Claim).add_columns(
        select(func.count(Task.id))
        .where(Task.claim_id == Claim.id, sees(a, Task))
        .scalar_subquery()
    ),
    "union of visible arms": lambda a: union_all(
        visible(a, Claim).with_only_columns(Claim.id),
        visible(a, Task).with_only_columns(Task.claim_id),
    ),
    "nothing scoped": lambda _: select(Cohe.name, literal(1)),
}
