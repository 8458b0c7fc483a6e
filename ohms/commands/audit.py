"""The audit chain: what was done or seen, appended in the transaction that did it.

Each entry's hash covers its fields and the hash before it in its lane. A lane's head row is locked
and moved as the last statements before COMMIT. One lane on SQLite, sixteen (by actor) on PostgreSQL,
so that writers of different lanes never wait for each other.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, insert, select, update
from sqlalchemy.orm import Session

from ohms import clock
from ohms.domain.actor import Actor, HeldPosition
from ohms.domain.audit_chain import hash_of, lane_of
from ohms.models.audit import AuditEntry, AuditLane

# Every request sends these: they are built once, and of the tables, for no entity is wanted.
_ENTRIES, _LANES = AuditEntry.__table__, AuditLane.__table__
_OF_LANE = _LANES.c.lane == bindparam("of_lane")
_HEAD = select(_LANES.c.last_number, _LANES.c.head_hash).where(_OF_LANE).with_for_update()
_ADDED = insert(_ENTRIES)  # type: ignore[arg-type]
_MOVED = (
    update(_LANES)  # type: ignore[arg-type]
    .where(_OF_LANE)
    .values(last_number=bindparam("last_number"), head_hash=bindparam("head_hash"))
)
# Made once: `json.dumps` would make one for each entry.
_DETAIL = json.JSONEncoder(sort_keys=True)


@dataclass(frozen=True, slots=True)
class Entry:
    """One act to be recorded. `detail` names columns, counts, versions and hashes, never claim text."""

    action: str
    object_type: str | None = None
    object_id: int | None = None
    claim_id: int | None = None
    claim_ids: tuple[int, ...] = ()
    cohe_id: int | None = None
    result: str = "done"
    detail: dict[str, Any] | None = None
    address: str | None = None
    """Where it came from, of what nobody who is known did: a try to sign in."""


def append_entries(
    session: Session, actor: Actor | None, entries: Sequence[Entry], position: HeldPosition | None
) -> None:
    """Chain `entries` at the head of the actor's lane; to be called last before COMMIT."""
    if not entries:
        return
    lane = _lane_of(session, actor)
    head = _lock_head(session, lane)
    number, previous, at = head.last_number, head.head_hash, clock.now()
    rows = []
    for entry in entries:
        number += 1
        row = _fields(entry, actor, position, at)
        row.update(lane=lane, number=number, previous_hash=previous)
        row["hash"] = previous = hash_of(row)
        rows.append(row)
    connection = session.connection()
    connection.execute(_ADDED, rows)
    connection.execute(_MOVED, {"of_lane": lane, "last_number": number, "head_hash": previous})


def _lane_of(session: Session, actor: Actor | None) -> int:
    if session.get_bind().dialect.name == "sqlite":
        return 0
    return lane_of(actor.staff_id) if actor else 0


def _lock_head(session: Session, lane: int) -> Row[int, str]:
    return session.connection().execute(_HEAD, {"of_lane": lane}).one()


def _fields(
    entry: Entry, actor: Actor | None, position: HeldPosition | None, at: datetime
) -> dict[str, Any]:
    return {
        "at": at,
        "staff_id": actor.staff_id if actor else None,
        "role": position.role.value if position else None,
        "cohe_id": entry.cohe_id or (position.cohe_id if position else None),
        "action": entry.action,
        "object_type": entry.object_type,
        "object_id": entry.object_id,
        "claim_id": entry.claim_id,
        "claim_ids": ",".join(map(str, entry.claim_ids)) or None,
        "result": entry.result,
        "detail": _DETAIL.encode(entry.detail) if entry.detail else None,
        "address": actor.address if actor else entry.address,
        "session_hash": actor.session_hash if actor else None,
        "request_id": actor.request_id if actor else None,
    }
