"""A page of paper as a PDF: a heading and lines under it, of our own wording and on nobody's form."""

from collections.abc import Sequence

TOP, LEFT, LINE = 720, 72, 18
"""Points: the first line's height, the margin, from line to line."""


def page_of(heading: str, lines: Sequence[str]) -> bytes:
    """A whole PDF of one US letter page; the same words give the same bytes."""
    said = [_shown(heading, 16, TOP)]
    said += [_shown(line, 11, TOP - LINE * (2 + row)) for row, line in enumerate(lines)]
    drawn = "\n".join(said).encode("latin-1", "replace")
    return _written(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [4 0 R] /Count 1 >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 5 0 R"
        b" /Resources << /Font << /F1 3 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn),
    )


def _shown(text: str, size: int, height: int) -> str:
    escaped = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    return f"BT /F1 {size} Tf {LEFT} {height} Td ({escaped}) Tj ET"


def _written(*objects: bytes) -> bytes:
    """Objects numbered from 1, the first of them the catalog, with the table that finds them."""
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start, size = len(out), len(objects) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n" % size
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, start)
    return bytes(out)
