"""Files of the feed as an administrator gives them on its page."""

import io
from typing import Any

from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.test import TestResponse, encode_multipart

from ohms.domain.feed import FeedKind
from tests.commands.feed.files import Feed
from tests.forms import posting_form
from tests.pages import CheckedClient


def content_of(feed: Feed, lines: list[dict[str, str]]) -> bytes:
    return feed.write(FeedKind.CLAIMS, lines).read_bytes()


def give(
    client: CheckedClient, content: bytes, name: str = "claims.csv", **values: str
) -> TestResponse:
    page = client.get("/admin/feed")
    form = posting_form(page.text, "upload")
    entered: dict[str, Any] = dict(form.filled_in({"kind": "claims", **values}))
    entered["file"] = FileStorage(io.BytesIO(content), name)
    # Encoded here and in memory: the client would leave the temporary file of a large body open.
    boundary, body = encode_multipart(MultiDict(entered))
    content_type = f'multipart/form-data; boundary="{boundary}"'
    return client.post(form.action, data=body, content_type=content_type)
