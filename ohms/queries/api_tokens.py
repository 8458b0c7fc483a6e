"""Tokens of other programs: whose one is and what it reaches today, and a person's own list."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select

from ohms import clock
from ohms.domain.actor import Actor
from ohms.domain.api_tokens import TokenScope, is_standing, read_scopes
from ohms.extensions import db
from ohms.models.api_tokens import ApiToken
from ohms.models.audit import AuditEntry
from ohms.models.staff import StaffMember
from ohms.queries.actors import actor_of
from ohms.queries.scope import visible, visible_by_what


@dataclass(frozen=True, slots=True)
class KnownToken:
    """A token that was made once, with its person as they stand today: their positions are asked
    anew with each request. `stands`: it is not revoked, not over, and its person may sign in."""

    actor: Actor
    scopes: frozenset[TokenScope]
    last_used_at: datetime | None
    stands: bool


@dataclass(frozen=True, slots=True)
class OwnToken:
    """A line of one's own list."""

    id: int
    name: str
    scopes: tuple[TokenScope, ...]
    made_at: datetime
    expires_on: date
    last_used_at: datetime | None
    revoked_at: datetime | None
    stands: bool


def token_by(
    token_hash: str, today: date, *, address: str | None, request_id: str | None
) -> KnownToken | None:
    row: Any = db.session.execute(
        select(ApiToken, StaffMember.username, StaffMember.active)
        .join(StaffMember, StaffMember.id == ApiToken.staff_id)
        .where(ApiToken.token_hash == token_hash)
    ).one_or_none()
    if row is None:
        return None
    token: ApiToken = row.ApiToken
    found = actor_of(row.username, today)
    assert found is not None
    actor = replace(
        found,
        token_id=token.id,
        session_hash=token_hash,
        address=address,
        request_id=request_id,
    )
    stands = row.active and is_standing(
        token.expires_on, revoked=token.revoked_at is not None, today=today
    )
    return KnownToken(actor, read_scopes(token.scopes), token.last_used_at, stands)


def own_tokens(actor: Actor) -> Sequence[OwnToken]:
    """All that the actor ever made, the newest first."""
    tokens = db.session.execute(
        select(ApiToken).where(knows_token(actor)).order_by(ApiToken.id.desc())
    ).scalars()
    return [_listed(each, actor.on_day) for each in tokens]


def standing_tokens(actor: Actor) -> int:
    return db.session.execute(
        select(func.count(ApiToken.id)).where(
            knows_token(actor),
            ApiToken.revoked_at.is_(None),
            ApiToken.expires_on >= actor.on_day,
        )
    ).scalar_one()


def knows_token(actor: Actor) -> ColumnElement[bool]:
    """Nobody's but its person's."""
    return ApiToken.staff_id == actor.staff_id


def was_refused_since(actor: Actor, instant: datetime) -> bool:
    """Whether the audit tells already that the actor's token was refused."""
    told = visible_by_what(actor).where(
        AuditEntry.object_type == "api_token",
        AuditEntry.object_id == actor.token_id,
        AuditEntry.action == "use_token",
        AuditEntry.at > instant,
    )
    return db.session.execute(told.with_only_columns(AuditEntry.id).limit(1)).first() is not None


def told_today(actor: Actor, action: str) -> set[int]:
    """The claims that this token's program was told of since midnight, under one of the actions by which
    that stands among what left the house."""
    midnight = datetime.combine(actor.on_day, time.min, clock.PACIFIC)
    told = acts_of_token(actor, action, midnight).with_only_columns(AuditEntry.claim_ids)
    found = db.session.execute(told).scalars()
    return {int(each) for ids in found if ids for each in ids.split(",")}


def acts_of_token(actor: Actor, action: str, since: datetime) -> Select[Any]:
    """What was done by the actor's token, and by no other of theirs."""
    return visible(actor, AuditEntry).where(
        AuditEntry.staff_id == actor.staff_id,
        AuditEntry.at >= since,
        AuditEntry.action == action,
        AuditEntry.result == "done",
        AuditEntry.session_hash == actor.session_hash,
    )


def _listed(token: ApiToken, today: date) -> OwnToken:
    held = read_scopes(token.scopes)
    return OwnToken(
        token.id,
        token.name,
        tuple(scope for scope in TokenScope if scope in held),
        token.made_at,
        token.expires_on,
        token.last_used_at,
        token.revoked_at,
        is_standing(token.expires_on, revoked=token.revoked_at is not None, today=today),
    )
