"""A claim that is old enough to be purged, and how it comes to that; call it inside an app context."""

from datetime import date
from pathlib import Path

from sqlalchemy import Table, func, select, text, update

from ohms.commands.retention import approve_purge, ask_for_purge, lift_hold
from ohms.commands.unit_of_work import bulk_unit
from ohms.domain.retention import RecordClass
from ohms.extensions import db
from ohms.models import Base
from ohms.models.claims import Claim
from ohms.models.document_store import DocumentStore
from ohms.models.documents import Document
from ohms.models.retention import LegalHold
from tests.architecture.rows import add_rows
from tests.house import House, one

DAY = date(2036, 11, 24)
NOON = "2036-11-24T12:00:00-08:00"
BYTES = b"Seen on Tuesday"


def by_sql(statement: str) -> None:
    """As it stands, within a unit of the caller's."""
    db.session.execute(text(statement))


def furnish_old_claim(house: House, store: DocumentStore) -> int:
    """A claim with a row in every table that has rows of claims, closed long ago, and its own hold."""
    rows = add_rows(house)
    sha256 = store.store(BYTES)
    with bulk_unit("furnish", None):
        claim: int = rows[Claim]
        by_sql(f"update claim set coordination = 'closed', status = 'closed' where id = {claim}")
        by_sql(f"update referral set step = 'withdrawn' where claim_id = {claim}")
        by_sql(
            f"update claim_transfer set decision = 'declined', decided_at = '2026-11-05 19:00:00',"
            f" decided_by_id = offered_by_id where claim_id = {claim}"
        )
        by_sql("delete from purge_claim")
        by_sql("delete from purge")
        db.session.execute(update(Document).where(Document.claim_id == claim).values(sha256=sha256))
    return claim


def left_of(claim_id: int) -> dict[str, int]:
    """Rows of the claim by table, of those that have any."""
    tables: list[Table] = [t for t in Base.metadata.sorted_tables if "claim_id" in t.columns]
    counted = {
        table.name: one(select(func.count()).select_from(table).where(table.c.claim_id == claim_id))
        for table in tables
    }
    return {name: number for name, number in counted.items() if number}


def pages_made(store: DocumentStore, sha256: str) -> list[Path]:
    """What looking at a file leaves beside it: its words, and an image of a page."""
    folder = store.folder.parent / "page_images" / sha256[:2]
    folder.mkdir(parents=True, exist_ok=True)
    made = [folder / f"{sha256}.json", folder / f"{sha256}-1.png"]
    for page in made:
        page.write_bytes(b"drawn")
    return made


def purge(house: House, record_class: RecordClass) -> int:
    """Asked for and approved; what is approved goes at night."""
    supervisor, privacy = house.actor("alder.supervisor", DAY), house.actor("alder.privacy", DAY)
    asked = ask_for_purge(supervisor, house.cohe["alder"], record_class, "Seven years")
    approve_purge(privacy, asked)
    return asked


def lift_all(house: House) -> None:
    lift_hold(house.actor("alder.privacy", DAY), one(select(LegalHold.id)), "The case is over")
