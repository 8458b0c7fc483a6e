"""Stored files: each that rows name is there and holds what its hash says; others are strays."""

from collections.abc import Iterator

from sqlalchemy import select, union

from ohms.extensions import db
from ohms.models.document_store import DocumentDamaged, DocumentMissing, DocumentStore
from ohms.models.documents import Document
from ohms.models.referrals import ReferralPacket, ReferralVersion

ROWS_AT_ONCE = 1_000


def packets_differ(store: DocumentStore) -> Iterator[str]:
    rows = db.session.execute(
        select(
            ReferralPacket.referral_id,
            ReferralVersion.number,
            ReferralPacket.sha256,
            ReferralPacket.size,
        )
        .join(ReferralVersion, ReferralVersion.id == ReferralPacket.version_id)
        .order_by(ReferralPacket.id)
    )
    for referral_id, number, sha256, size in rows:
        if wrong := _wrong_with(store, sha256, size):
            yield f"referral {referral_id}, version {number}: its packet's file {wrong}"


def documents_differ(store: DocumentStore) -> Iterator[str]:
    """One file after another, each read by the piece: memory does not grow with them."""
    rows = db.session.execute(
        select(Document.id, Document.sha256)
        .where(Document.sha256.is_not(None))
        .order_by(Document.id)
        .execution_options(yield_per=ROWS_AT_ONCE)
    )
    for document_id, sha256 in rows:
        try:
            store.open_by(sha256 or "").close()
        except DocumentMissing:
            yield f"document {document_id}: its file is not here"
        except DocumentDamaged:
            yield f"document {document_id}: its file was changed"


def files_named() -> list[tuple[str, str]]:
    """Every hash that a row names, with what its file is of."""
    documents = select(Document.id, Document.sha256).where(Document.sha256.is_not(None))
    packets = select(ReferralPacket.referral_id, ReferralPacket.sha256)
    return [
        *((row.sha256, f"document {row.id}") for row in db.session.execute(documents)),
        *((row.sha256, f"a packet of referral {row[0]}") for row in db.session.execute(packets)),
    ]


def strays(store: DocumentStore) -> Iterator[str]:
    """Files that no row names, by the beginning of their hash.

    They are told, never taken away: one may belong to an upload that is under way.
    """
    there = list(store.hashes())
    for start in range(0, len(there), ROWS_AT_ONCE):
        some = there[start : start + ROWS_AT_ONCE]
        named = set(
            db.session.scalars(
                union(
                    select(Document.sha256).where(Document.sha256.in_(some)),
                    select(ReferralPacket.sha256).where(ReferralPacket.sha256.in_(some)),
                )
            )
        )
        yield from (f"file {each[:16]}: nothing names it" for each in some if each not in named)


def _wrong_with(store: DocumentStore, sha256: str, size: int) -> str | None:
    try:
        content = store.read_by(sha256)
    except DocumentMissing:
        return "is not here"
    except DocumentDamaged:
        return "was changed"
    return None if len(content) == size else "has another size"
