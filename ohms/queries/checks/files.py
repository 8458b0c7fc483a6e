"""Stored files that rows name: each is there and holds what its hash says."""

from collections.abc import Iterator

from sqlalchemy import select

from ohms.extensions import db
from ohms.models.document_store import DocumentDamaged, DocumentMissing, DocumentStore
from ohms.models.referrals import ReferralPacket, ReferralVersion


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


def _wrong_with(store: DocumentStore, sha256: str, size: int) -> str | None:
    try:
        content = store.read_by(sha256)
    except DocumentMissing:
        return "is not here"
    except DocumentDamaged:
        return "was changed"
    return None if len(content) == size else "has another size"
