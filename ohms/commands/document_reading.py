"""Reading the text of documents: when somebody gives or opens one, and at night those that nobody opened.

What is flagged as mental health can be kept out of a packet only where its text is known.
"""

from collections.abc import Sequence

from sqlalchemy import Row, exists, select

from ohms.commands import documents
from ohms.commands.document_pages import BeingMade, CannotBeShown, DocumentPages, FileGone, Pages
from ohms.domain.document_content import HOLDS_TEXT, MEDIA_TYPES, DocumentFormat, format_of
from ohms.extensions import db
from ohms.models.documents import Document, DocumentText
from ohms.queries.guard import unscoped

MOST_A_NIGHT = 500  # documents


def read_and_keep(
    pages: DocumentPages, document_id: int, sha256: str, format_: DocumentFormat | None
) -> Pages:
    """The pages of a document, whose text is kept from now on. What cannot be read here is kept as read;
    what is not read yet, or has no file, is not. CannotBeShown as of the pages."""
    try:
        read = pages.read(sha256, format_)
    except (BeingMade, FileGone):
        raise
    except CannotBeShown:
        documents.keep_text(document_id, {})
        raise
    documents.keep_text(document_id, read.text)
    return read


def read_unread(pages: DocumentPages, most: int = MOST_A_NIGHT) -> tuple[int, int]:
    """Read the documents of which no text is kept, flagged ones first and `most` of them; how many that
    were, and how many are left."""
    unread, read = _unread(), 0
    for row in unread:
        if read == most:
            break
        try:
            read_and_keep(pages, row.id, row.sha256, format_of(row.media_type))
        except (BeingMade, FileGone):
            continue
        except CannotBeShown:
            pass
        read += 1
    return read, len(unread) - read


def _unread() -> Sequence[Row[int, str | None, str | None]]:
    """Every document with a file in which there can be a text, and of which none is kept."""
    with unscoped("the text of every document is read, whoever may see it"):
        rows = db.session.execute(
            select(Document.id, Document.sha256, Document.media_type)
            .where(
                Document.sha256.is_not(None),
                Document.media_type.in_([MEDIA_TYPES[each] for each in sorted(HOLDS_TEXT)]),
                ~exists().where(DocumentText.document_id == Document.id),
            )
            .order_by(Document.mental_health.desc(), Document.id)
        ).all()
    db.session.rollback()
    return rows
