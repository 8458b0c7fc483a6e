"""Giving a file to a claim through its page, and what is then kept of it."""

import io
from pathlib import Path
from typing import Any

from flask import Flask
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.test import TestResponse, encode_multipart

from ohms.models.document_store import TURNS
from tests.forms import Fields, posting_form
from tests.pages import CheckedClient

NOW = "2026-11-24T09:00:00-08:00"
CLAIM = "AL10001"
FILE = f"/claims/{CLAIM}/file"


def form_of(client: CheckedClient, **values: str) -> Fields:
    """The page's form as a person fills it in, to be sent any number of times."""
    typed = {"kind": "letter", "title": "A letter", "document_on": "2026-11-20", **values}
    return posting_form(client.get(FILE).text, "give").filled_in(typed)


def send(client: CheckedClient, form: Fields, content: bytes, name: str) -> TestResponse:
    """As a browser sends it, which writes the line ends of a name as %0D and %0A."""
    return send_raw(client, form, content, name.replace("\r", "%0D").replace("\n", "%0A"))


def send_raw(client: CheckedClient, form: Fields, content: bytes, name: str) -> TestResponse:
    entered: dict[str, Any] = {key: list(values) for key, values in form.items()}
    entered["file"] = [FileStorage(io.BytesIO(content), name)]
    # Encoded here and in memory: the client would leave the temporary file of a large body open.
    boundary, body = encode_multipart(MultiDict(entered))
    content_type = f'multipart/form-data; boundary="{boundary}"'
    return client.post(FILE, data=body, content_type=content_type)


def give(
    client: CheckedClient, content: bytes, name: str = "letter.pdf", **values: str
) -> TestResponse:
    return send(client, form_of(client, **values), content, name)


def given(client: CheckedClient, content: bytes, name: str = "letter.pdf", **values: str) -> str:
    """The address of the document that was made of it."""
    answer = give(client, content, name, **values)
    assert answer.status_code == 303, answer.text
    return str(answer.location)


def files_of(app: Flask, folder: str = "") -> list[Path]:
    """Every file in the instance folder, the databases and the empty files of turns left out."""
    inside = Path(app.instance_path) / folder
    return sorted(
        path
        for path in inside.rglob("*")
        if path.is_file() and path.name != "secret_key" and path.parent.name != TURNS
    )
