"""The child process that opens somebody else's file: a program of its own, never imported.

    python -I drawing.py FORMAT read       < file   page count and text of each page, as JSON
    python -I drawing.py FORMAT draw PAGE  < file   one page as a PNG

It limits itself before it reads anything, knows neither the database nor a secret, and ends with 1
where the file cannot be shown. Whatever a file does to it, only this process is lost.
"""

import json
import resource
import sys
from io import BytesIO
from typing import Any

SECONDS = 10  # of computing
MEMORY = 1024 * 1024 * 1024  # bytes of addresses; what is really used stays far below
LARGEST_IMAGE = 24 * 1024 * 1024  # bytes written
MOST_PAGES = 500
MOST_TEXT = 2_000_000  # characters of a document
MOST_OF_A_PAGE = 100_000  # characters; a page full of small print has a tenth
WIDTH = 1_240  # pixels of a page: letter paper at 146 dots an inch
MOST_PIXELS = 6_000_000  # of a page drawn
LARGEST_SOURCE = 100_000_000  # pixels of a picture read
LARGEST_SCALE = 8  # of a very small page


def main(arguments: list[str]) -> int:
    limit_oneself()
    try:
        format_, what, *page = arguments
        content = sys.stdin.buffer.read()
        if what == "read":
            made = json.dumps(read(content, format_)).encode()
        else:
            made = draw(content, format_, int(page[0]))
        sys.stdout.buffer.write(made)
        sys.stdout.buffer.flush()
    except Exception:  # of whatever the libraries raise: the file cannot be shown
        return 1
    return 0


def limit_oneself() -> None:
    for limit, value in (
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_FSIZE, LARGEST_IMAGE),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 32),
    ):
        resource.setrlimit(limit, (value, value))


def read(content: bytes, format_: str) -> dict[str, Any]:
    if format_ != "pdf":
        with _picture(content) as picture:
            return {"pages": min(getattr(picture, "n_frames", 1), MOST_PAGES), "text": {}}
    pdf = _pdf(content)
    count, left = min(len(pdf), MOST_PAGES), MOST_TEXT
    if not count:
        raise ValueError("no pages")
    text = {}
    for number in range(count):
        said = _text(pdf, number)[: min(left, MOST_OF_A_PAGE)]
        left -= len(said)
        if said.strip():
            text[number + 1] = said
    return {"pages": count, "text": text}


def _text(pdf: Any, number: int) -> str:
    """A page's text; nothing of a page that is broken, so that the others are still read."""
    try:
        said: str = pdf[number].get_textpage().get_text_bounded()
    except Exception:
        return ""
    whole = said.encode("utf-8", "ignore").decode()  # half characters of a broken font
    for unwanted, instead in (("\r\n", "\n"), ("\x00", ""), ("\x02", "-"), ("\ufffe", "-")):
        whole = whole.replace(unwanted, instead)
    return whole


def draw(content: bytes, format_: str, page: int) -> bytes:
    if format_ == "pdf":
        drawn = _drawn_pdf(_pdf(content)[page - 1])
    else:
        with _picture(content) as picture:
            if page > 1:
                picture.seek(page - 1)
            if picture.width * picture.height > LARGEST_SOURCE:
                raise ValueError("too many pixels")
            picture.draft("RGB", (WIDTH, WIDTH))
            drawn = _fitted(picture)
    written = BytesIO()
    drawn.save(written, format="PNG")
    return written.getvalue()


def _drawn_pdf(page: Any) -> Any:
    width, height = page.get_size()
    if width <= 0 or height <= 0:
        raise ValueError("no size")
    scale = min(WIDTH / width, (MOST_PIXELS / (width * height)) ** 0.5, LARGEST_SCALE)
    return page.render(scale=scale, may_draw_forms=False).to_pil().convert("RGB")


def _fitted(picture: Any) -> Any:
    """Upright, on white, and no larger than a page."""
    from PIL import Image, ImageOps

    picture.thumbnail((2 * WIDTH, 2 * WIDTH))
    upright = ImageOps.exif_transpose(picture)
    if "A" in upright.getbands() or "transparency" in upright.info:
        white = Image.new("RGBA", upright.size, "white")
        upright = Image.alpha_composite(white, upright.convert("RGBA"))
    upright = upright.convert("RGB")
    upright.thumbnail((WIDTH, MOST_PIXELS // WIDTH))
    return upright


def _pdf(content: bytes) -> Any:
    import pypdfium2

    return pypdfium2.PdfDocument(content)


def _picture(content: bytes) -> Any:
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = LARGEST_SOURCE
    return Image.open(BytesIO(content), formats=("PNG", "JPEG", "TIFF"))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
