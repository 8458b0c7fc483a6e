"""What a file is told by its content, and what is refused whatever it is called."""

import io
import tracemalloc
import zipfile

import pytest

from ohms.domain.document_content import (
    GOES_ON,
    MOST_TEXT,
    DocumentFormat,
    pages_of_text,
    recognised,
)
from ohms.domain.errors import RuleBroken
from tests.hostile_files import Hostile, all_hostile, too_large
from tests.image_files import jpeg, png, tiff
from tests.office_files import office
from tests.pdf_files import pdf

MOST_MEMORY = 250 * 1024 * 1024  # security.md


@pytest.mark.parametrize("each", all_hostile(), ids=lambda each: each.about)
def test_a_hostile_file_is_refused_beside_the_file_or_is_of_a_format_of_ours(each: Hostile) -> None:
    if not each.refused:
        assert recognised(each.content) in DocumentFormat
        return
    with pytest.raises(RuleBroken) as raised:
        recognised(each.content)
    assert raised.value.field == "file"
    assert raised.value.message.endswith(".")


@pytest.mark.parametrize("about", ["text", "PDF", "PNG"])
def test_what_is_too_large_says_how_large_it_may_be(about: str) -> None:
    with pytest.raises(RuleBroken, match="at most 25 MB; this one has 26 MB"):
        recognised(too_large(about).content)


@pytest.mark.parametrize(
    ("content", "format_"),
    [
        (pdf("a"), DocumentFormat.PDF),
        (png(), DocumentFormat.PNG),
        (jpeg(), DocumentFormat.JPEG),
        (tiff(), DocumentFormat.TIFF),
        (b"Call me.", DocumentFormat.TEXT),
        ("Grüße, <3 and a < b".encode(), DocumentFormat.TEXT),
        (office(), DocumentFormat.DOCX),
    ],
)
def test_each_format_is_known_by_what_it_holds(content: bytes, format_: DocumentFormat) -> None:
    assert recognised(content) is format_


def test_a_bomb_is_refused_within_the_memory_it_may_take() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name in ("[Content_Types].xml", "word/document.xml", *"abcdefgh"):
            made.writestr(f"{name}.xml" if len(name) == 1 else name, b" " * 50_000_000)
    content = out.getvalue()
    tracemalloc.start()
    with pytest.raises(RuleBroken, match="unpacks to far more"):
        recognised(content)
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < MOST_MEMORY


@pytest.mark.parametrize(
    ("text", "pages"),
    [
        ("", [0]),
        ("One line.", [9]),
        ("x" * 20_000, [20_000]),
        ("line of 20 letters.\n" * 1_500, [20_000, 10_000]),
        ("a line that is a little longer..\n" * 1_000, [19_998, 13_002]),
        ("x" * 50_000, [20_000, 20_000, 10_000]),
        ("prose in one line " * 2_000 + "end.", [19_998, 16_006]),
        ("seven7\t" * 3_000, [19_999, 1_001]),
        ("x" * 19_999 + " word", [20_000, 4]),
        (" " * 20_001, [20_000, 1]),
    ],
)
def test_a_long_text_is_cut_into_pages_at_its_lines_or_words(text: str, pages: list[int]) -> None:
    cut = pages_of_text(text.encode())
    assert [len(page) for page in cut.values()] == pages
    assert "".join(cut.values()) == text
    assert list(cut) == list(range(1, len(pages) + 1))


def test_of_a_text_beyond_all_measure_its_beginning_is_read_and_its_end_says_so() -> None:
    read = "".join(pages_of_text(b"line\n" * 1_000_000).values())
    assert (len(read), read[-len(GOES_ON) :]) == (MOST_TEXT + len(GOES_ON), GOES_ON)
