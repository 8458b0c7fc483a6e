"""What a file is by what it holds, never by its name or by what was said of it when it was sent.

Source: security.md, "Files": PDF, PNG, JPEG, TIFF, text, DOCX, XLSX by content; everything else is
refused. What is let through is not therefore harmless: it is only ever given out as an attachment, or
looked at as page images.
"""

import re
from collections.abc import Callable
from enum import StrEnum

from ohms.domain.errors import RuleBroken
from ohms.domain.image_content import check_jpeg, check_png, check_tiff
from ohms.domain.office_content import check_docx, check_xlsx, office_kind

LARGEST_DOCUMENT = 25 * 1024 * 1024  # bytes
MEGABYTE = 1024 * 1024
MOST_TEXT, PAGE_OF_TEXT = 2_000_000, 20_000  # characters
GOES_ON = "\n… The text goes on: download the file to read the rest."
END_OF_PDF_WITHIN = 2_048  # bytes from the end; scanners add a little after it
TAKEN = "Give a PDF, a picture (PNG, JPEG, TIFF), plain text, or a Word or Excel document."

_MARKUP = re.compile(
    r"<\s*(?:!doctype|\?xml|html|head|body|script|svg|iframe|object|embed|img|style|link|meta|math"
    r"|form|base|a)\b",
    re.IGNORECASE,
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
_PROGRAM_TEXT = ("#!", "{\\rtf", "%!", "%PDF", "MIME-Version:", "@echo")


class DocumentFormat(StrEnum):
    """The formats that the claim file takes; the value is the ending of a file given out."""

    PDF = "pdf"
    PNG = "png"
    JPEG = "jpg"
    TIFF = "tif"
    TEXT = "txt"
    DOCX = "docx"
    XLSX = "xlsx"


_OFFICE = "application/vnd.openxmlformats-officedocument."
MEDIA_TYPES = {
    DocumentFormat.PDF: "application/pdf",
    DocumentFormat.PNG: "image/png",
    DocumentFormat.JPEG: "image/jpeg",
    DocumentFormat.TIFF: "image/tiff",
    DocumentFormat.TEXT: "text/plain",
    DocumentFormat.DOCX: f"{_OFFICE}wordprocessingml.document",
    DocumentFormat.XLSX: f"{_OFFICE}spreadsheetml.sheet",
}
_TO_THE_LAST_BLANK = re.compile(r".*\s", re.DOTALL)
_BY_MEDIA_TYPE = {media_type: format_ for format_, media_type in MEDIA_TYPES.items()}
SHOWN_AS_PAGES = frozenset(
    {DocumentFormat.PDF, DocumentFormat.PNG, DocumentFormat.JPEG, DocumentFormat.TIFF}
)
HOLDS_TEXT = frozenset({DocumentFormat.PDF, DocumentFormat.TEXT})
"""Those of which OHMS can read a text."""


def format_of(media_type: str | None) -> DocumentFormat | None:
    """The format that a stored document was found to be; None for what is none of ours."""
    return _BY_MEDIA_TYPE.get(media_type or "")


def recognised(content: bytes) -> DocumentFormat:
    """The format of the bytes. RuleBroken beside `file` for what is empty, too large, of no format
    that is taken, broken off, or built to harm whoever opens it."""
    check_size(len(content))
    try:
        return _recognised(content)
    except RuleBroken as broken:
        raise RuleBroken(broken.message, field="file") from broken


def check_size(size: int) -> None:
    """Refuse what is empty or too large, before any work is done on it."""
    if size == 0:
        raise RuleBroken("This file is empty. Choose the file that you meant.", field="file")
    if size > LARGEST_DOCUMENT:
        raise RuleBroken(
            f"Give a file of at most {LARGEST_DOCUMENT // MEGABYTE} MB; this one has"
            f" {-(-size // MEGABYTE):,} MB.",
            field="file",
        )


def _recognised(content: bytes) -> DocumentFormat:
    for starts, format_, check in _BY_START:
        if content.startswith(starts):
            check(content)
            return format_
    if content.startswith(b"PK\x03\x04"):
        return _office(content)
    _check_text(content)
    return DocumentFormat.TEXT


def _check_pdf(content: bytes) -> None:
    if b"%%EOF" not in content[-END_OF_PDF_WITHIN:]:
        raise RuleBroken("This PDF is broken off before its end. Ask for it again.")


_BY_START: tuple[tuple[bytes, DocumentFormat, Callable[[bytes], None]], ...] = (
    (b"%PDF-", DocumentFormat.PDF, _check_pdf),
    (b"\x89PNG\r\n\x1a\n", DocumentFormat.PNG, check_png),
    (b"\xff\xd8\xff", DocumentFormat.JPEG, check_jpeg),
    (b"II*\x00", DocumentFormat.TIFF, check_tiff),
    (b"MM\x00*", DocumentFormat.TIFF, check_tiff),
)


def _office(content: bytes) -> DocumentFormat:
    if office_kind(content) == "word":
        check_docx(content)
        return DocumentFormat.DOCX
    check_xlsx(content)
    return DocumentFormat.XLSX


def _check_text(content: bytes) -> None:
    """Text is what reads as UTF-8, has no control characters, and is no markup or program."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise RuleBroken(f"This kind of file is not taken. {TAKEN}") from None
    if _CONTROL.search(text):
        raise RuleBroken(f"This kind of file is not taken. {TAKEN}")
    if not text.strip():
        raise RuleBroken("This file is empty. Choose the file that you meant.")
    if _MARKUP.search(text) or text.lstrip().startswith(_PROGRAM_TEXT):
        raise RuleBroken(f"Web pages, drawings and programs are not taken. {TAKEN}")


def pages_of_text(content: bytes) -> dict[int, str]:
    """What a plain-text document says, cut into pages at the ends of lines where there are any, else
    of words: a search that finds it compares a page. Of a very long one the beginning; all of it is in the
    file."""
    whole, pages, begin = content.decode("utf-8-sig", errors="replace"), list[str](), 0
    text = whole if len(whole) <= MOST_TEXT else whole[:MOST_TEXT] + GOES_ON
    while begin < len(text):
        end = begin + PAGE_OF_TEXT
        if end < len(text):
            end = text.rfind("\n", begin, end) + 1 or _behind_a_word(text, begin, end)
        pages.append(text[begin:end])
        begin = end
    return dict(enumerate(pages or [""], 1))


def _behind_a_word(text: str, begin: int, end: int) -> int:
    """The last place at which no word is cut; the end where there is but one word."""
    found = _TO_THE_LAST_BLANK.match(text, begin, end)
    return found.end() if found else end
