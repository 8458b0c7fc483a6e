"""Tokens by which other programs act for a person: made and revoked by that person."""

import secrets
from collections.abc import Collection
from datetime import date, timedelta

from sqlalchemy import select, update

from ohms import clock
from ohms.commands.audit import Entry
from ohms.commands.idempotency import made_before, remember
from ohms.commands.sign_in import hash_token
from ohms.commands.unit_of_work import command, housekeeping, note_entry, record_reading
from ohms.domain.access import Permission
from ohms.domain.actor import Actor
from ohms.domain.api_tokens import LONGEST_LIFE, PREFIX, TokenScope, check_token, written_scopes
from ohms.domain.sessions import SEEN_EVERY
from ohms.extensions import db, end_reading
from ohms.models.api_tokens import ApiToken
from ohms.queries.api_tokens import (
    KnownToken,
    knows_token,
    standing_tokens,
    told_today,
    was_refused_since,
)
from ohms.queries.one_in_sight import only
from ohms.queries.task_calendar import GIVEN

REFUSED_EVERY = timedelta(minutes=10)
"""How often a token that is refused is told of."""


@command(Permission.OWN_SETTINGS)
def make_token(
    actor: Actor, name: str, scopes: Collection[TokenScope], expires_on: date, *, key: str
) -> str | None:
    """A new token of the actor's own, told this once: only its hash is kept. The same form sent twice
    makes one, and None tells that it was told before."""
    if made_before(actor, key) is not None:
        return None
    said = check_token(actor, name, scopes, expires_on, standing=standing_tokens(actor))
    assert actor.staff_id is not None
    token = PREFIX + secrets.token_urlsafe(32)
    row = ApiToken(
        staff_id=actor.staff_id,
        name=said,
        token_hash=hash_token(token),
        scopes=written_scopes(scopes),
        made_at=clock.now(),
        expires_on=expires_on,
    )
    db.session.add(row)
    db.session.flush()
    remember(actor, key, "make_token", row.id)
    note_entry(
        Entry(
            "make_token", object_type="api_token", object_id=row.id, detail={"scopes": row.scopes}
        )
    )
    return token


@command(Permission.OWN_SETTINGS)
def make_calendar_token(actor: Actor, name: str, *, key: str) -> str | None:
    """A token that gives the days of the actor's tasks to a calendar for a year, and opens nothing else."""
    last = actor.on_day + timedelta(days=LONGEST_LIFE)
    return make_token(actor, name, [TokenScope.TASKS_CALENDAR], last, key=key)


@command(Permission.OWN_SETTINGS)
def revoke_token(actor: Actor, token_id: int) -> None:
    """It is worth nothing from now on. Pressed twice: revoked once. NotFound for another's."""
    row = only(select(ApiToken).where(ApiToken.id == token_id, knows_token(actor)))
    if row.revoked_at is None:
        row.revoked_at = clock.now()
        note_entry(Entry("revoke_token", object_type="api_token", object_id=row.id))


def note_token_used(token: KnownToken) -> None:
    """When it was used last; written at most once a minute."""
    now = clock.now()
    if token.last_used_at is not None and now - token.last_used_at < SEEN_EVERY:
        return
    with housekeeping("note_token_used"):
        db.session.execute(
            update(ApiToken).where(ApiToken.id == token.actor.token_id).values(last_used_at=now)
        )


def note_token_refused(token: KnownToken) -> None:
    """Somebody still tries a token that was revoked, is over, or whose person is gone, or tries it too
    often. Told at most once in ten minutes: who holds one needs no sign-in to go on trying."""
    since, id_ = clock.now() - REFUSED_EVERY, token.actor.token_id
    is_told = was_refused_since(token.actor, since)
    end_reading()  # its transaction ends before the view runs
    if is_told:
        return
    with housekeeping("use_token", token.actor) as unit:
        row = select(ApiToken.id).where(ApiToken.id == id_).with_for_update()
        db.session.execute(row)  # two at once come here one after the other
        if not was_refused_since(token.actor, since):
            unit.entries.append(
                Entry("use_token", object_type="api_token", object_id=id_, result="refused")
            )


def note_calendar_given(actor: Actor, claim_ids: Collection[int]) -> None:
    """Which claims a calendar was told of, among what left the house: once a day for each of them,
    however often its program asks."""
    fresh = sorted(set(claim_ids) - told_today(actor, GIVEN))
    if fresh:
        entry = Entry(GIVEN, claim_ids=tuple(fresh))
        record_reading(actor, entry, actor.position_for(Permission.TASK_READ))
