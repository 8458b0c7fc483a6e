"""The form load that a request saves, so that its draft ends in the transaction of the real thing."""

from contextvars import ContextVar

from sqlalchemy import delete, exists, select
from sqlalchemy.dialects import postgresql, sqlite

from ohms import clock
from ohms.commands.audit import Entry
from ohms.domain.access import Actor
from ohms.extensions import db
from ohms.models.housekeeping import Draft, IdempotencyKey

_tab: ContextVar[str | None] = ContextVar("form_load_being_saved", default=None)


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
    mine = (Draft.staff_id == actor.staff_id, Draft.tab == tab)
    found = db.session.execute(select(Draft.id, Draft.claim_id).where(*mine)).one_or_none()
    _use_up(actor.staff_id, tab, action)
    if found is None:
        return []
    db.session.execute(
        delete(Draft).where(Draft.id == found.id).execution_options(synchronize_session=False)
    )
    return [Entry("end_draft", object_type="draft", object_id=found.id, claim_id=found.claim_id)]


def is_used_up(tab: str) -> bool:
    """Whether what was typed in this form load was saved already, or thrown away."""
    used = select(exists().where(IdempotencyKey.key == tab))
    return bool(db.session.execute(used).scalar_one())


def _use_up(staff_id: int, tab: str, action: str) -> None:
    on_sqlite = db.session.get_bind().dialect.name == "sqlite"
    insert = sqlite.insert if on_sqlite else postgresql.insert
    db.session.execute(
        insert(IdempotencyKey)
        .values(key=tab, staff_id=staff_id, action=action[:80], used_at=clock.now())
        .on_conflict_do_nothing(index_elements=["key"])
    )
