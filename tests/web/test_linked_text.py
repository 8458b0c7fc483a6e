"""Text that people wrote stands on a page escaped, and only web addresses in it become links."""

import time

import pytest

from ohms.web.linked_text import LONGEST_ADDRESS, linked
from tests.html_tree import read_html


def link(address: str, shown: str | None = None) -> str:
    return f'<a href="{address}" rel="noopener noreferrer nofollow">{shown or address}</a>'


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("See https://lni.wa.gov/claims.", f"See {link('https://lni.wa.gov/claims')}."),
        ("HTTP://lni.wa.gov", link("HTTP://lni.wa.gov")),
        ("(https://lni.wa.gov/a)", f"({link('https://lni.wa.gov/a')})"),
        ("https://lni.wa.gov/a_(b)", link("https://lni.wa.gov/a_(b)")),
        ("https://a.gov, https://b.gov", f"{link('https://a.gov')}, {link('https://b.gov')}"),
        ("https://a.gov?x=1&y=2", link("https://a.gov?x=1&amp;y=2")),
        ("one\ntwo", "one\ntwo"),
        ("", ""),
    ],
)
def test_a_web_address_becomes_a_link_without_the_sentence_around_it(text: str, shown: str) -> None:
    assert linked(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "javascript:alert(1)",
        "JaVaScRiPt://a.gov/%0aalert(1)",
        "data:text/html,hello",
        "vbscript:x",
        "ftp://a.gov",
        "//a.gov",
        "www.a.gov",
        "mailto:jo@mill.example",
        "xhttps://a.gov",
        "https://",
        "https:///a",
        "https://lni.wa.gov@evil.example/",
        "https://user:secret@a.gov",
        "https://[::1",
        "https://a.gov/\u202egnp.exe",
        "https://a.gov/\u200b",
        "https://a.gov/" + "a" * LONGEST_ADDRESS,
    ],
)
def test_nothing_else_becomes_a_link(text: str) -> None:
    assert "<a" not in linked(text)


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        'https://a.gov/"onmouseover="alert(1)',
        "https://a.gov/'onmouseover='alert(1)",
        "https://a.gov/<script>alert(1)</script>",
        "https://a.gov/&quot;onclick=&quot;x",
        "https://a.gov/&#34;><b>",
        "https://a.gov/`x`",
        "&lt;script&gt;",
        "https://a.gov/{0}{1}%s",
    ],
)
def test_what_somebody_wrote_never_becomes_markup(text: str) -> None:
    root, problems = read_html(f"<p>{linked(text)}</p>")
    paragraph = root.all("p")[0]
    assert problems == []
    assert paragraph.raw_text == text
    assert {element.tag for element in paragraph.walk()} <= {"p", "a"}
    for anchor in paragraph.all("a"):
        assert set(anchor.attributes) == {"href", "rel"}
        assert str(anchor.get("href")).startswith("https://a.gov/")


@pytest.mark.parametrize(
    "text", ["https://" * 40_000, "https://a.gov/" + ")" * 300_000, "https://a.gov " * 20_000]
)
def test_a_very_long_text_is_shown_in_no_time(text: str) -> None:
    started = time.process_time()
    linked(text)
    assert time.process_time() - started < 2
