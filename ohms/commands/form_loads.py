"""The form load that a request saves, so that its draft ends in the transaction of the real thing."""

from contextvars import ContextVar
from typing import Any

from sqlalchemy import bindparam, delete, exists, select
from sqlalchemy.dialects import postgresql, sqlite

from ohms import clock
from ohms.commands.audit import Entry
from ohms.domain.actor import Actor
from ohms.extensions import db, send
from ohms.models.housekeeping import Draft, IdempotencyKey

_tab: ContextVar[str | None] = ContextVar("form_load_being_saved", default=None)

# Every save of a form sends these: they are built once, and of the tables.
_DRAFTS: Any = Draft.__table__
_KEYS: Any = IdempotencyKey.__table__
_ENDED = (
    delete(_DRAFTS)
    .where(_DRAFTS.c.staff_id == bindparam("of_staff"), _DRAFTS.c.tab == bindparam("of_tab"))
    .returning(_DRAFTS.c.id, _DRAFTS.c.claim_id)
)
_USED_UP = {
    "sqlite": sqlite.insert(_KEYS).on_conflict_do_nothing(index_elements=["key"]),
    "postgresql": postgresql.insert(_KEYS).on_conflict_do_nothing(index_elements=["key"]),
}


def saving(tab: str | None) -> None:
    """Say which form load the request at hand saves; None: none, which also ends the request."""
    _tab.set(tab)


def end_draft(actor: Actor, action: str) -> list[Entry]:
    """Remove the draft of the form load being saved, and let none be written for it again.

    A save of the draft that was on its way meanwhile would bring the saved text back otherwise.
    """
    tab = _tab.get()
    if tab is None or actor.staff_id is None:
        return []
    _use_up(actor.staff_id, tab, action)
    sent = {"of_staff": actor.staff_id, "of_tab": tab}
    ended = send(_ENDED, sent).one_or_none()
    if ended is None:
        return []
    return [Entry("end_draft", object_type="draft", object_id=ended.id, claim_id=ended.claim_id)]


def is_used_up(tab: str) -> bool:
    """Whether what was typed in this form load was saved already, or thrown away."""
    used = select(exists().where(IdempotencyKey.key == tab))
    return bool(db.session.execute(used).scalar_one())


def _use_up(staff_id: int, tab: str, action: str) -> None:
    used = {"key": tab, "staff_id": staff_id, "action": action[:80], "used_at": clock.now()}
    send(_USED_UP[db.session.get_bind().dialect.name], used)
