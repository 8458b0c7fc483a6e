"""The files of the claim file, as the running program finds them."""

from pathlib import Path

from flask import current_app

from ohms.models.document_store import DocumentStore


def document_store() -> DocumentStore:
    """The store of this instance."""
    return DocumentStore(Path(current_app.instance_path))
