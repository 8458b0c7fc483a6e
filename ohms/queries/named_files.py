"""Whether a row names a stored file."""

from sqlalchemy import select, union

from ohms.extensions import db, end_reading
from ohms.models.documents import Document
from ohms.models.referrals import ReferralPacket
from ohms.queries.guard import unscoped


def is_named(sha256: str) -> bool:
    """By a document or a packet, whoever sees it; asked between transactions."""
    with unscoped("whether a file is named"):
        named = union(
            select(Document.id).where(Document.sha256 == sha256),
            select(ReferralPacket.id).where(ReferralPacket.sha256 == sha256),
        )
        found = db.session.execute(named.limit(1)).first() is not None
    end_reading()
    return found
