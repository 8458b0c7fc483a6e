"""A PDF from a layout and data, by typst: text that people wrote is printed, never run."""

import json
import re
import unicodedata
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from flask import current_app

MEDIA_TYPE = "application/pdf"
STAND_IN = "\N{REPLACEMENT CHARACTER}"
MOST_TRIES = 8
"""So many characters without a sign are looked for one by one, a tenth of a second each."""
LAST_OF_LATIN = "\N{LATIN SMALL LETTER Y WITH LOOP}"
_NO_SIGN = re.compile(r'the text (?:contains the disallowed codepoint )?`"(.+?)"`', re.DOTALL)
_UNSEEN = {ord("\N{ZERO WIDTH NO-BREAK SPACE}"): None}
_BY_NUMBER = re.compile(r"\\u\{([0-9a-f]+)\}")


class UnprintableError(Exception):
    """No font of this machine has a sign for this text."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


def marked_pdf_of(layout: str, data: Mapping[str, Any], made_at: datetime) -> bytes:
    """The same of what many people wrote, which has to be printed: what no font has a sign for stands
    as a replacement character, and the print says so (`unprinted`)."""
    told = dict(data)
    for _ in range(MOST_TRIES):
        try:
            return pdf_of(layout, told, made_at)
        except UnprintableError as without:
            told = {**_marked(told, without.text), "unprinted": True}
    return pdf_of(layout, {**_marked(told, None), "unprinted": True}, made_at)


def pdf_of(layout: str, data: Mapping[str, Any], made_at: datetime) -> bytes:
    """The tagged PDF (PDF/UA-1) of `templates/printed/<layout>.typ` filled with `data`.

    Takes about a tenth of a second: never inside a transaction. The same data and instant give the
    same bytes. UnprintableError where no font has a sign for some of it.
    """
    import typst  # of what is printed alone: a start does not wait for it

    folder = Path(current_app.root_path) / "templates" / "printed"
    try:
        made: Any = typst.compile(
            str(folder / f"{layout}.typ"),
            root=str(folder),
            format="pdf",
            sys_inputs={"data": json.dumps(data, ensure_ascii=False).translate(_UNSEEN)},
            pdf_standards="ua-1",
            timestamp=int(made_at.timestamp()),
        )
    except typst.TypstError as failed:
        without = _NO_SIGN.search(str(failed))
        if without is None:
            raise
        text = _BY_NUMBER.sub(lambda found: chr(int(found[1], 16)), without[1])
        raise UnprintableError(text) from failed
    return bytes(made)


def _marked(value: Any, text: str | None) -> Any:
    """Whatever stands for this text, or for all that is not Latin, in all the words of a value."""
    if isinstance(value, str):
        return value.replace(text, STAND_IN) if text else _only_latin(value)
    if isinstance(value, Mapping):
        return {key: _marked(each, text) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_marked(each, text) for each in value]
    return value


def _only_latin(text: str) -> str:
    return "".join(each if _is_latin(each) else STAND_IN for each in text)


def _is_latin(character: str) -> bool:
    """Without the controls, for which no font has a sign, but for the ends of lines."""
    return character == "\n" or (
        character <= LAST_OF_LATIN and unicodedata.category(character) != "Cc"
    )
