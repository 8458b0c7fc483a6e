"""What a person typed or chose in the form that was sent: no token, no password."""

import hashlib
from collections.abc import Iterable

from flask import request
from werkzeug.datastructures import FileStorage

from ohms.domain.drafts import Fields
from ohms.domain.values import MinutesFrom
from ohms.web.form_tabs import PAGE, TAB, UNTOUCHED

KEY = "idempotency_key"
LEFT_BEHIND = frozenset({"csrf_token", TAB, PAGE, UNTOUCHED})
MINUTES, MINUTES_FROM = "minutes", "minutes_from"


def typed_fields(pairs: Iterable[tuple[str, str]]) -> Fields:
    return [
        (name, value)
        for name, value in pairs
        if name not in LEFT_BEHIND and "password" not in name.lower()
    ]


def sent_fields() -> Fields:
    return typed_fields(request.form.items(multi=True))


def all_under_the_key() -> list[tuple[str, ...]]:
    """What is to be carried out once, files by their content; sent again it is the same, or something else.
    Minutes that a clock of the page counts run on meanwhile, and are nobody's word."""
    by_clock = request.form.get(MINUTES_FROM, MinutesFrom.TYPED) != MinutesFrom.TYPED
    left_out = {KEY, MINUTES} if by_clock else {KEY}
    return [*(pair for pair in sent_fields() if pair[0] not in left_out), *_files()]


def _files() -> list[tuple[str, ...]]:
    return [(name, file.filename or "", _hash_of(file)) for name, file in request.files.items(True)]


def _hash_of(file: FileStorage) -> str:
    """Whole, whoever read how far in it."""
    read_to = file.stream.tell()
    file.stream.seek(0)
    content = hashlib.file_digest(file.stream, "sha256").hexdigest()  # type: ignore[arg-type]
    file.stream.seek(read_to)
    return content
