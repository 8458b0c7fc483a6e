"""Word and Excel documents: ordinary ones only. No macros, nothing that calls elsewhere, no bombs.

They are looked at as the archives they are. Nothing is unpacked to the disk, and what is unpacked in
memory is counted while it is: what an archive says of itself is not believed.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO

from ohms.domain.errors import RuleBroken

MOST_PARTS = 3_000
MOST_UNPACKED = 150 * 1024 * 1024  # bytes, all parts
LARGEST_TEXT_PART = 60 * 1024 * 1024  # bytes of one XML part
MOST_RATIO = 200  # unpacked to packed; ordinary sheets stay under 50
RATIO_FROM = 1024 * 1024  # bytes unpacked; small parts may be as dense as they like
AT_ONCE = 256 * 1024

MAIN = {"word": "word/document.xml", "excel": "xl/workbook.xml"}
_TYPES = {
    "word": b"wordprocessingml.document.main+xml",
    "excel": b"spreadsheetml.sheet.main+xml",
}
BROKEN = "This document is damaged. Save it again and give the new file."
BOMB = "This document unpacks to far more than it should. Save it again and give the new file."
MACROS = "This document has macros or embedded programs. Save it without them, or as a PDF."
ELSEWHERE = "This document calls for content from elsewhere. Save it as a PDF and give that."
OTHER_ARCHIVE = (
    "Archives are not taken: unpack it and give the documents themselves, one by one, as PDF,"
    " picture, text, Word or Excel."
)

_PROGRAMS = ("vbaproject", "vbadata", "activex", "oleobject", "macrosheets", "customui")
_MACRO_TYPES = (b"macroenabled", b"vbaproject", b"ms-office.activex")
_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_RELATION = re.compile(rb"<[\w:]*Relationship\b[^>]*>", re.IGNORECASE)
_TARGET_OUTSIDE = re.compile(rb"TargetMode\s*=\s*[\"']External", re.IGNORECASE)
_LINK_TO_CLICK = re.compile(rb"Type\s*=\s*[\"'][^\"']*/hyperlink[\"']", re.IGNORECASE)
_TAKES_NO_PART = re.compile(r"(?:^|/)\.\.?(?:/|$)|^/|\\|:|[\x00-\x1f]")
_PACKED_AS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})


def office_kind(content: bytes) -> str:
    """`word` or `excel` by the main part; RuleBroken for every other archive."""
    with _archive(content) as archive:
        names = set(archive.namelist())
    for kind, main in MAIN.items():
        if {"[Content_Types].xml", main} <= names:
            return kind
    raise RuleBroken(OTHER_ARCHIVE)


def check_docx(content: bytes) -> None:
    _check(content, "word")


def check_xlsx(content: bytes) -> None:
    _check(content, "excel")


def _check(content: bytes, kind: str) -> None:
    with _archive(content) as archive:
        parts = archive.infolist()
        _check_names(parts)
        left = MOST_UNPACKED
        for part in parts:
            text, size = _unpacked(archive, part, left)
            left -= size
            if text is not None:
                _check_part(part.filename, text, kind)


def _archive(content: bytes) -> zipfile.ZipFile:
    try:
        archive = zipfile.ZipFile(BytesIO(content))
    except (zipfile.BadZipFile, zipfile.LargeZipFile, ValueError, OSError):
        raise RuleBroken(BROKEN) from None
    if len(archive.infolist()) > MOST_PARTS:
        raise RuleBroken(BOMB)
    return archive


def _check_names(parts: list[zipfile.ZipInfo]) -> None:
    names = [part.filename.lower() for part in parts]
    if len(set(names)) != len(names) or any(_TAKES_NO_PART.search(name) for name in names):
        raise RuleBroken(BROKEN)
    if any(program in name for name in names for program in _PROGRAMS):
        raise RuleBroken(MACROS)
    for part in parts:
        if part.flag_bits & 0x1:
            raise RuleBroken("This document is locked with a password. Save it without one.")
        if part.compress_type not in _PACKED_AS:
            raise RuleBroken(BROKEN)
        if part.file_size > MOST_UNPACKED:
            raise RuleBroken(BOMB)


def _unpacked(
    archive: zipfile.ZipFile, part: zipfile.ZipInfo, left: int
) -> tuple[bytes | None, int]:
    """The text of an XML part (None of any other) and the size of what came out."""
    is_text = part.filename.lower().endswith((".xml", ".rels", ".vml"))
    kept, size = [], 0
    for chunk in _chunks(archive, part):
        size += len(chunk)
        dense = size > RATIO_FROM and size > MOST_RATIO * max(part.compress_size, 1)
        if size > left or dense or (is_text and size > LARGEST_TEXT_PART):
            raise RuleBroken(BOMB)
        if is_text:
            kept.append(chunk)
    return (b"".join(kept) if is_text else None), size


def _chunks(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    try:
        with archive.open(part) as stream:
            while chunk := stream.read(AT_ONCE):
                yield chunk
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError):
        raise RuleBroken(BROKEN) from None


def _check_part(name: str, text: bytes, kind: str) -> None:
    plain = text.replace(b"\x00", b"")  # UTF-16, whatever its order
    if _DOCTYPE.search(plain):
        raise RuleBroken(ELSEWHERE)
    if name == "[Content_Types].xml":
        _check_types(plain, kind)
    elif name.lower().endswith(".rels"):
        _check_relations(plain)


def _check_types(text: bytes, kind: str) -> None:
    lowered = text.lower()
    if any(word in lowered for word in _MACRO_TYPES):
        raise RuleBroken(MACROS)
    if _TYPES[kind] not in text:
        raise RuleBroken(BROKEN)


def _check_relations(text: bytes) -> None:
    """Links to press are everywhere and harmless; what is fetched by itself is neither."""
    for relation in _RELATION.findall(text):
        if _TARGET_OUTSIDE.search(relation) and not _LINK_TO_CLICK.search(relation):
            raise RuleBroken(ELSEWHERE)
