"""Pictures made for tests, whole by their segments."""

import struct
import zlib


def chunk(name: bytes, content: bytes) -> bytes:
    return (
        struct.pack(">I", len(content))
        + name
        + content
        + struct.pack(">I", zlib.crc32(name + content))
    )


def png(width: int = 2, height: int = 2, *, data: bytes | None = None) -> bytes:
    rows = b"".join(b"\0" + b"\xff\xff\xff" * width for _ in range(height)) if data is None else b""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = zlib.compress(rows) if data is None else data
    chunks = (chunk(b"IHDR", header), chunk(b"IDAT", pixels), chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def jpeg(width: int = 2, height: int = 2) -> bytes:
    """A skeleton: whole by its segments, without a picture that could be decoded."""
    frame = b"\x08" + struct.pack(">HH", height, width) + b"\x01\x01\x11\x00"
    scan = b"\x01\x01\x00\x00\x3f\x00"
    return (
        b"\xff\xd8\xff\xc0"
        + struct.pack(">H", len(frame) + 2)
        + frame
        + b"\xff\xda"
        + struct.pack(">H", len(scan) + 2)
        + scan
        + b"\x00\xff\xd9"
    )


def tiff(width: int = 2, height: int = 2, *, following: int = 0) -> bytes:
    tags = [(256, 4, width), (257, 4, height)]
    page = struct.pack("<H", len(tags))
    page += b"".join(struct.pack("<HHII", tag, kind, 1, value) for tag, kind, value in tags)
    return b"II*\x00" + struct.pack("<I", 8) + page + struct.pack("<I", following)
