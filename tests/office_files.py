"""Office documents made for tests: archives of parts."""

import io
import zipfile

TYPES = (
    b'<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/'
    b'content-types"><Override PartName="/%s" ContentType="application/vnd.openxmlformats-'
    b'officedocument.%s+xml"/></Types>'
)
WORD = ("word/document.xml", TYPES % (b"word/document.xml", b"wordprocessingml.document.main"))
EXCEL = ("xl/workbook.xml", TYPES % (b"xl/workbook.xml", b"spreadsheetml.sheet.main"))


def archive(parts: dict[str, bytes], *, packed: bool = True) -> bytes:
    out = io.BytesIO()
    how = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
    with zipfile.ZipFile(out, "w", how) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return out.getvalue()


def office(main: tuple[str, bytes] = WORD, **further: bytes) -> bytes:
    """An ordinary document with these parts beside; `__` in a name stands for `/`."""
    name, types = main
    parts = {"[Content_Types].xml": types, name: b"<w:document>Hello</w:document>"}
    return archive({**parts, **{key.replace("__", "/"): text for key, text in further.items()}})


def relation(kind: str, target: str) -> bytes:
    return (
        f'<Relationships><Relationship Id="r1" Type="http://x/{kind}" Target="{target}"'
        ' TargetMode="External"/></Relationships>'
    ).encode()
