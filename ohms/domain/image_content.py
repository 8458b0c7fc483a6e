"""Whether a picture is whole and of a size that can be looked at: its skeleton only, no pixel is read."""

import struct
from collections.abc import Iterator

from ohms.domain.errors import RuleBroken

MOST_PIXELS = 100_000_000  # a page at 600 dots an inch has 34 million
LONGEST_SIDE = 30_000
MOST_TIFF_PAGES = 500

BROKEN = "This picture is broken off or damaged. Scan or save it again."
PNG_START = 8
_FRAMES = frozenset({0xC0, 0xC1, 0xC2, 0xC3})  # the kinds of JPEG that hold one picture
_ALONE = frozenset({0x01, *range(0xD0, 0xD8)})  # JPEG markers without a length
_WIDTH, _HEIGHT = 256, 257  # TIFF tags
_NUMBERS = {3: "H", 4: "I"}  # TIFF kinds of a width


def check_png(content: bytes) -> None:
    """A header, chunks one after another, an end, and nothing after it."""
    names: list[bytes] = []
    for name, at, length in _png_chunks(content):
        if not names:
            if name != b"IHDR" or length != 13:
                raise RuleBroken(BROKEN)
            _check_pixels(*struct.unpack_from(">II", content, at))
        names.append(name)
    if not names or names[-1] != b"IEND" or b"IDAT" not in names:
        raise RuleBroken(BROKEN)


def _png_chunks(content: bytes) -> Iterator[tuple[bytes, int, int]]:
    at = PNG_START
    while at < len(content):
        if at + 12 > len(content):
            raise RuleBroken(BROKEN)
        length, name = struct.unpack_from(">I4s", content, at)
        following = at + 12 + length
        if following > len(content) or (name == b"IEND" and following != len(content)):
            raise RuleBroken(BROKEN)
        yield name, at + 8, length
        at = following


def check_jpeg(content: bytes) -> None:
    """Segments up to the picture's data, one frame, and the end mark at the end."""
    found = False
    for marker, at, length in _jpeg_segments(content):
        if marker in _FRAMES:
            if length < 7:
                raise RuleBroken(BROKEN)
            height, width = struct.unpack_from(">HH", content, at + 1)
            _check_pixels(width, height)
            found = True
    if not found or not content.rstrip(b"\x00").endswith(b"\xff\xd9"):
        raise RuleBroken(BROKEN)


def _jpeg_segments(content: bytes) -> Iterator[tuple[int, int, int]]:
    at = 2
    while at + 4 <= len(content):
        if content[at] != 0xFF:
            raise RuleBroken(BROKEN)
        marker = content[at + 1]
        if marker == 0xFF:  # padding
            at += 1
            continue
        if marker in _ALONE:
            at += 2
            continue
        (length,) = struct.unpack_from(">H", content, at + 2)
        if length < 2 or at + 2 + length > len(content):
            raise RuleBroken(BROKEN)
        yield marker, at + 4, length - 2
        if marker == 0xDA:  # the picture's data begins
            return
        at += 2 + length
    raise RuleBroken(BROKEN)


def check_tiff(content: bytes) -> None:
    """Pages one after another, each with its size, none of them twice."""
    order = "<" if content[:2] == b"II" else ">"
    seen: set[int] = set()
    try:
        (at,) = struct.unpack_from(f"{order}I", content, 4)
        while at:
            if at in seen or len(seen) >= MOST_TIFF_PAGES:
                raise RuleBroken(BROKEN)
            seen.add(at)
            at = _tiff_page(content, order, at)
    except struct.error:
        raise RuleBroken(BROKEN) from None
    if not seen:
        raise RuleBroken(BROKEN)


def _tiff_page(content: bytes, order: str, at: int) -> int:
    """Check one page and say where the next one begins (0: nowhere)."""
    (count,) = struct.unpack_from(f"{order}H", content, at)
    size: dict[int, int] = {}
    for number in range(count):
        place = at + 2 + 12 * number
        tag, kind = struct.unpack_from(f"{order}HH", content, place)
        if tag in (_WIDTH, _HEIGHT) and kind in _NUMBERS:
            (size[tag],) = struct.unpack_from(order + _NUMBERS[kind], content, place + 8)
    _check_pixels(size.get(_WIDTH, 0), size.get(_HEIGHT, 0))
    return int(struct.unpack_from(f"{order}I", content, at + 2 + 12 * count)[0])


def _check_pixels(width: int, height: int) -> None:
    if not width or not height:
        raise RuleBroken(BROKEN)
    if max(width, height) > LONGEST_SIDE or width * height > MOST_PIXELS:
        raise RuleBroken(
            f"This picture has {width:,} by {height:,} points. Scan it again with fewer points an"
            " inch."
        )
