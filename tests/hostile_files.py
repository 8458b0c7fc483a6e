"""Files that somebody could give to the claim file in error or to do harm: 200 and more.

Each says whether it must be refused. The others are harmless as we keep them: stored by their hash,
given out as an attachment of our own media type, shown as page images or not at all.
"""

import struct
import zlib
from collections.abc import Iterator
from functools import cache
from itertools import product
from typing import NamedTuple

from tests.harmful_pdfs import harmful_pdfs
from tests.image_files import chunk, jpeg, png, tiff
from tests.office_files import EXCEL, WORD, archive, office, relation
from tests.pdf_files import pdf, written


class Hostile(NamedTuple):
    """What it is, the name it is sent under, its bytes, and whether it must be refused."""

    about: str
    name: str
    content: bytes
    refused: bool = True


SCRIPT = b"<script>alert(1)</script>"


@cache
def all_hostile() -> tuple[Hostile, ...]:
    """All of them but those that are too large to be kept in memory."""
    return tuple(_all())


def _all() -> Iterator[Hostile]:
    for family in (
        _programs,
        _pages,
        _archives,
        _sizes,
        _pictures,
        _pdfs,
        _office,
        _names,
        _two_in_one,
        _texts,
    ):
        yield from family()


def _programs() -> Iterator[Hostile]:
    starts = {
        "Windows program": b"MZ\x90\x00\x03", "Linux program": b"\x7fELF\x02\x01\x01",
        "Mac program": b"\xcf\xfa\xed\xfe\x07", "Java class": b"\xca\xfe\xba\xbe\x00\x00",
        "shell script": b"#!/bin/sh\nrm -rf /\n", "Windows shortcut": b"L\x00\x00\x00\x01\x14\x02",
        "compiled help": b"ITSF\x03\x00", "web assembly": b"\0asm\x01\0\0\0",
        "old Office document": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 64,
        "Flash film": b"FWS\x09\0\0", "SQLite file": b"SQLite format 3\0",
    }  # fmt: skip
    for (about, start), ending in product(starts.items(), ("pdf", "png", "txt", "docx", "exe")):
        yield Hostile(f"{about} called {ending}", f"letter.{ending}", start + b"\x00\x01" * 40)


def _pages() -> Iterator[Hostile]:
    texts = {
        "HTML": b"<!DOCTYPE html><html><body>" + SCRIPT + b"</body></html>",
        "HTML without a head": b"Hello " + SCRIPT,
        "SVG": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"></svg>',
        "XML with entities": b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>',
        "HTML after blanks": b"\n \t\n<HTML><IMG SRC=x onerror=alert(1)>",
        "HTML with its mark": b"\xef\xbb\xbf<html>" + SCRIPT,
        "HTML in UTF-16": ("\ufeff<html><script>alert(1)</script>").encode("utf-16-le"),
        "frame": b'see <iframe src="javascript:alert(1)"></iframe>',
        "link": b'<a href="javascript:alert(1)">here</a>',
        "mail": b"MIME-Version: 1.0\nContent-Type: text/html\n\nhello",
        "rich text": b"{\\rtf1\\ansi{\\object\\objdata 0105}}",
        "PostScript": b"%!PS-Adobe-3.0\n(/etc/passwd) run\n",
    }
    for (about, text), ending in product(texts.items(), ("txt", "pdf", "svg")):
        yield Hostile(f"{about} called {ending}", f"letter.{ending}", text)


def _archives() -> Iterator[Hostile]:
    yield Hostile("ZIP", "letters.zip", archive({"letter.txt": b"Hello"}))
    yield Hostile("ZIP called docx", "letter.docx", archive({"letter.txt": b"Hello"}))
    yield Hostile("gzip", "letter.gz", b"\x1f\x8b\x08\x00" + b"\0" * 30)
    yield Hostile("7z", "letter.7z", b"7z\xbc\xaf\x27\x1c\x00\x04")
    yield Hostile("RAR", "letter.rar", b"Rar!\x1a\x07\x01\x00")
    yield Hostile("tar", "letter.tar", b"letter\0" + b"0" * 250 + b"ustar")
    yield Hostile("empty ZIP", "letter.docx", archive({}))
    yield Hostile("program in a ZIP", "letter.docx", archive({"setup.exe": b"MZ"}))
    yield Hostile("ZIP in a ZIP", "letter.docx", archive({"a.zip": archive({"b": b"c"})}))


def _sizes() -> Iterator[Hostile]:
    for ending in ("pdf", "png", "txt", "docx"):
        yield Hostile(f"empty {ending}", f"letter.{ending}", b"")
    yield Hostile("blanks", "letter.txt", b" \n\t \r\n")
    yield Hostile("the mark of UTF-8 only", "letter.txt", b"\xef\xbb\xbf")


def too_large(about: str) -> Hostile:
    start = {"text": b"", "PDF": b"%PDF-1.4\n", "PNG": png()[:8]}[about]
    return Hostile(f"huge {about}", "letter.pdf", start + b"a" * (25 * 1024 * 1024 + 1))


def _pictures() -> Iterator[Hostile]:
    for width, height in ((100_000, 100_000), (2**31 - 1, 1), (30_001, 2), (0, 5), (5, 0)):
        yield Hostile(f"PNG of {width} by {height}", "scan.png", png(width, height, data=b""))
        yield Hostile(f"TIFF of {width} by {height}", "scan.tif", tiff(width, height))
    for width, height in ((65_535, 65_535), (40_000, 3), (0, 0)):
        yield Hostile(f"JPEG of {width} by {height}", "scan.jpg", jpeg(width, height))
    for place in (8, 12, 20, 33, 40, 50):
        yield Hostile(f"PNG broken off after {place}", "scan.png", png()[:place])
    for place in (3, 6, 12, 18):
        yield Hostile(f"JPEG broken off after {place}", "scan.jpg", jpeg()[:place])
    for place in (4, 6, 9, 20, 30):
        yield Hostile(f"TIFF broken off after {place}", "scan.tif", tiff()[:place])
    yield Hostile("TIFF whose pages go in a circle", "scan.tif", tiff(following=8))
    yield Hostile("TIFF that begins nowhere", "scan.tif", b"II*\x00\xff\xff\xff\xff")
    yield Hostile("PNG without pixels", "scan.png", png()[:33] + chunk(b"IEND", b""))
    yield Hostile("PNG that lies of a length", "scan.png", png()[:8] + b"\xff\xff\xff\xffIHDR")
    yield Hostile("PNG with a page behind it", "scan.png", png() + b"<html>" + SCRIPT)
    yield Hostile("PNG with a ZIP behind it", "scan.png", png() + archive({"a": b"b"}))
    yield Hostile("JPEG with a page behind it", "scan.jpg", jpeg() + SCRIPT)
    bomb = zlib.compress(b"\0" * 30_000_000, 9)
    yield Hostile("PNG that unpacks to far more", "scan.png", png(9_000, 9_000, data=bomb), False)
    yield Hostile("PNG with rubbish for pixels", "scan.png", png(10, 10, data=b"no pixels"), False)
    yield Hostile("JPEG without a picture", "scan.jpg", jpeg(), False)
    yield Hostile("TIFF without a picture", "scan.tif", tiff(), False)
    yield Hostile("GIF", "scan.gif", b"GIF89a\x01\0\x01\0\0\0\0;")
    yield Hostile("bitmap", "scan.png", b"BM\x1e\0\0\0\0\0\0\0")
    yield Hostile("WebP", "scan.png", b"RIFF\x1a\0\0\0WEBPVP8 ")
    yield Hostile("icon", "scan.png", b"\0\0\x01\0\x01\0\x10\x10")


def _pdfs() -> Iterator[Hostile]:
    whole = pdf("One page", "Two pages")
    for part in (9, 40, 120, 300, len(whole) - 40):
        yield Hostile(f"PDF broken off after {part}", "letter.pdf", whole[:part])
    yield Hostile("PDF that is only a start and an end", "letter.pdf", b"%PDF-1.4\n%%EOF", False)
    yield Hostile("PDF after other bytes", "letter.pdf", b"MZ\x90\x00" + whole)
    yield Hostile("PDF with a ZIP far behind", "letter.pdf", whole + b"PK\x03\x04" + b"\0" * 4_000)
    for about, objects in harmful_pdfs():
        yield Hostile(f"PDF with {about}", "letter.pdf", written(objects), False)
    locked = written([b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Kids [] /Count 0 >>"])
    locked = locked.replace(b"/Root 1 0 R", b"/Root 1 0 R /Encrypt << /Filter /Standard /V 9 >>")
    yield Hostile("PDF locked in an unknown way", "letter.pdf", locked, False)


def _office() -> Iterator[Hostile]:
    laughs = b'<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><l>&b;</l>'
    quadratic = b'<!DOCTYPE l [<!ENTITY a "' + b"a" * 50_000 + b'">]><l>' + b"&a;" * 9_000 + b"</l>"
    outside = b'<!DOCTYPE l [<!ENTITY a SYSTEM "file:///etc/passwd">]><l>&a;</l>'
    for kind, main in (("word", WORD), ("excel", EXCEL)):
        ending = "docx" if kind == "word" else "xlsx"
        name = f"letter.{ending}"
        folder = "word" if kind == "word" else "xl"
        for about, text in (
            ("billion laughs", laughs),
            ("one long entity", quadratic),
            ("a file", outside),
        ):
            yield Hostile(f"{kind} with {about}", name, office(main, **{f"{folder}__x.xml": text}))
        wide = laughs.decode().encode("utf-16")
        yield Hostile(
            f"{kind} with entities in UTF-16", name, office(main, **{f"{folder}__x.xml": wide})
        )
        for part in (
            "vbaProject.bin",
            "vbaData.xml",
            "activeX__activeX1.bin",
            "embeddings__oleObject1.bin",
        ):
            yield Hostile(f"{kind} with {part}", name, office(main, **{f"{folder}__{part}": b"\0"}))
        for relation_kind in (
            "attachedTemplate",
            "oleObject",
            "frame",
            "image",
            "externalLinkPath",
            "subDocument",
        ):
            rels = relation(relation_kind, "http://evil.example/x")
            yield Hostile(
                f"{kind} that fetches {relation_kind}",
                name,
                office(main, **{f"{folder}___rels__x.rels": rels}),
            )
        macros = (main[0], main[1].replace(b".main+xml", b".main+xml macroEnabled"))
        yield Hostile(f"{kind} that says it has macros", name, office(macros))
        yield Hostile(f"{kind} of no kind", name, office((main[0], b"<Types/>")))
        for path in (
            "../../etc/passwd",
            "/etc/passwd",
            "..\\..\\x.exe",
            "C:\\x.exe",
            "word/../../x",
        ):
            yield Hostile(f"{kind} with a part {path}", name, office(main, **{path: b"x"}))
        whole = office(main)
        yield Hostile(f"{kind} broken off", name, whole[: len(whole) // 2])
        yield Hostile(f"{kind} with other bytes before", name, b"MZ" + whole)
        bomb = office(main, **{f"{folder}__media__a.bin": b"\0" * 40_000_000})
        yield Hostile(f"{kind} that unpacks to 40 MB of nothing", name, bomb)
        flood = {f"{folder}__{number}.xml": b"" for number in range(3_100)}
        yield Hostile(f"{kind} of 3,100 parts", name, office(main, **flood))
        yield Hostile(f"{kind} that lies of its sizes", name, _lying(bomb))
    yield Hostile(
        "word with a link to press",
        "a.docx",
        office(word___rels__x=relation("hyperlink", "https://lni.wa.gov")),
        False,
    )


def _lying(content: bytes) -> bytes:
    """The same archive, whose directory says that its largest part has ten bytes."""
    return content.replace(struct.pack("<I", 40_000_000), struct.pack("<I", 10))


NAMES = (
    "../../etc/passwd", "..\\..\\windows\\system32\\x.dll", "/etc/passwd", "C:\\x\\y.pdf", "a" * 300 + ".pdf",
    "letter\u202efdp.exe", "letter\r\nSet-Cookie: a=b.pdf", "letter\x00.pdf", ".", "..", " ", ".htaccess",
    "letter.pdf.exe", "<script>alert(1)</script>.pdf", '"; filename="x.html', "letter\u200b\u2060.pdf",
    "=cmd|' /C calc'!A0.pdf", "{{ 7 * 7 }}.pdf", "%2e%2e%2fx.pdf", "CON", "лист.pdf", "e\u0301.pdf", "'; drop table document; --.pdf",
)  # fmt: skip


def _names() -> Iterator[Hostile]:
    for name in NAMES:
        yield Hostile(f"name {name[:30]!r}", name, pdf("Named strangely"), False)


def _two_in_one() -> Iterator[Hostile]:
    whole = pdf("Two in one")
    yield Hostile(
        "PDF and page",
        "letter.html",
        whole.replace(b"%PDF-1.4\n", b"%PDF-1.4\n%<html>" + SCRIPT + b"\n"),
        False,
    )
    yield Hostile("page and PDF", "letter.pdf", b"<html>" + SCRIPT + b"</html>" + whole)
    yield Hostile("PDF called HTML", "letter.html", whole, False)
    yield Hostile("PNG called PDF", "letter.pdf", png(), False)
    yield Hostile("text called SVG", "letter.svg", b"Only text.", False)
    yield Hostile("word called exe", "letter.exe", office(), False)


def _texts() -> Iterator[Hostile]:
    for about, text in {
        "formula": b"=cmd|' /C calc'!A0", "template": b"{{ 7 * 7 }} {% raw %}", "control": None,
        "right to left": "letter \u202etxt.exe".encode(), "one long line": b"a" * 3_000_000,
        "many lines": b"\n" * 100_000 + b"a", "quotes": b"'; drop table document; --",
    }.items():  # fmt: skip
        if text is not None:
            yield Hostile(f"text with {about}", "letter.txt", text, False)
    for about, text in {
        "a zero byte": b"a\0b", "control characters": b"a\x1b[2Jb", "half a character": b"a\xc3",
        "UTF-16": "Hello".encode("utf-16"), "rubbish": bytes(range(128, 256)) * 20,
    }.items():  # fmt: skip
        yield Hostile(f"text with {about}", "letter.txt", text)
