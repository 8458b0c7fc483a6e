"""The files of the claim file, as the running program finds them and gives them out."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Response, current_app
from werkzeug.http import dump_options_header

from ohms.commands.document_pages import DocumentPages
from ohms.domain.document_content import MEDIA_TYPES, DocumentFormat
from ohms.domain.documents import shown_file_name
from ohms.models.document_store import DocumentStore
from ohms.queries.named_files import is_named

LONGEST_NAME = 120


def document_store() -> DocumentStore:
    """The store of this instance."""
    return DocumentStore(_instance())


@contextmanager
def stored_for(content: bytes) -> Iterator[str]:
    """The bytes stored for the row that is written inside; of what no row names afterwards, refused or
    sent twice, nothing is left."""
    with document_store().stored_for(content, is_named) as sha256:
        yield sha256


def document_pages(*, in_any_case: bool = False) -> DocumentPages:
    """The page images and texts of this instance's documents."""
    return DocumentPages(document_store(), _instance(), in_any_case=in_any_case)


def attached(content: bytes, format_: DocumentFormat, name: str) -> Response:
    """A file to be saved, never to be opened in the page: our own media type, our own ending."""
    stem = shown_file_name(name).rpartition(".")
    plain = shown_file_name(stem[0] or stem[2], LONGEST_NAME)
    header = dump_options_header("attachment", {"filename": f"{plain}.{format_.value}"})
    return Response(content, mimetype=MEDIA_TYPES[format_], headers={"Content-Disposition": header})


def _instance() -> Path:
    return Path(current_app.instance_path)
