"""What the columns of the database can hold of a line, asked before the database is."""

from typing import Any

from sqlalchemy import String

from ohms.domain.feed import ClaimLine, DocumentLine, ProviderLine
from ohms.models.claims import Claim
from ohms.models.documents import Document
from ohms.models.providers import Provider
from ohms.models.workers import Worker


def _length(column: Any) -> int:
    kind = column.type
    assert isinstance(kind, String)
    assert kind.length is not None
    return kind.length


# Only fields whose layout allows more than their column.
_LONGEST: dict[type, tuple[tuple[str, int], ...]] = {
    ClaimLine: (("worker_key", _length(Worker.worker_key)), ("icd10", _length(Claim.icd10))),
    DocumentLine: (("file", _length(Document.file_name)),),
    ProviderLine: (("credential", _length(Provider.credential)),),
}


def too_long(said: Any) -> tuple[str, str] | None:
    """Field and reason of what does not fit; None where everything does."""
    for name, longest in _LONGEST.get(type(said), ()):
        value = getattr(said, name)
        if not value:
            continue
        length = len(";".join(value) if isinstance(value, tuple) else value)
        if length > longest:
            reason = f"Shorten {name} to at most {longest} characters; this line has {length}."
            return name, reason
    return None
