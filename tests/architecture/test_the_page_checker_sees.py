"""The page checker itself: a good page passes, and each fault, put into it alone, is named."""

from typing import Any

import pytest
from flask import Flask, Response, redirect
from werkzeug.datastructures import Headers
from werkzeug.test import Client, create_environ
from werkzeug.wsgi import ClosingIterator

from tests.pages import CheckedClient, CheckedPages, faults_of_headers, faults_of_html

GOOD_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Claims</title>
<link rel="stylesheet" href="/static/house.css">
<script type="module" src="/static/list.js"></script>
</head>
<body>
<a href="#main">Skip to the list</a>
<main id="main">
<h1>My claims</h1>
<p id="told">Of the last 90 days.</p>
<img src="/static/seal.png" alt="">
<svg role="img" viewBox="0 0 9 9"><title>Trend</title><path d="M0 0"/></svg>
<form method="get"><label for="q">Find</label><input id="q" name="q" aria-describedby="told">
<label>Status <select name="status"><option value="">Any</option></select></label></form>
<form method="post" id="log"><input type="hidden" name="csrf_token" value="t0ken">
<textarea name="body" aria-label="Note"></textarea><button>Save</button></form>
<table><caption>Claims, newest first</caption>
<thead><tr><th scope="col">Number</th><th scope="col">Worker</th></tr></thead>
<tbody><tr><th scope="row"><a href="/claims/AB12345">AB12345</a></th><td>None such, Ann</td></tr>
</tbody></table>
</main>
</body>
</html>
"""

GOOD_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
        " connect-src 'self'; form-action 'self'; object-src 'none'; base-uri 'none';"
        " frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=()",
    "Cache-Control": "no-store",
}

# What stands in the good page, what is put there instead, and what the checker must say.
FAULTS = [
    ("<h1>My claims</h1>", "", "0 h1"),
    ("<h1>My claims</h1>", "<h1>My claims</h1><h1>More</h1>", "2 h1"),
    ("<h1>My claims</h1>", "<h1> </h1>", "h1 is empty"),
    (
        '<p id="told">Of the last 90 days.</p>',
        '<p id="told" class="message">Since <time>Jun 3</time>, 9 days.</p>',
        "in no element of its own",
    ),
    ("<title>Claims</title>", "<title> </title>", "no title"),
    ("<title>Claims</title>", "", "no title"),
    ('<html lang="en">', "<html>", "no lang"),
    ('<label for="q">Find</label>', "", "no label: <input"),
    ('<label for="q">Find</label>', '<label for="q"></label>', "no label: <input"),
    ("<label>Status <select", "<label><select", "no label: <select"),
    (' aria-label="Note"', "", "no label: <textarea"),
    ("<button>Save</button>", "<button></button>", "no name: <button"),
    ("<button>Save</button>", '<input type="submit">', "no name: <input"),
    (">AB12345</a>", "></a>", "no name: <a"),
    ('<p id="told">', '<p id="q">', "2 elements have the id 'q'"),
    ('<p id="told">', '<p id="q told">', "not an id"),
    ('<label for="q">', '<label for="p">', "for='p' points at nothing"),
    ('aria-describedby="told"', 'aria-describedby="told hint"', "'hint' points at nothing"),
    ('aria-describedby="told"', 'aria-labelledby="name"', "'name' points at nothing"),
    ('href="#main"', 'href="#content"', "#content leads nowhere"),
    ("</body>", "<script>go()</script></body>", "inline script"),
    ("</head>", "<style>p { color: red }</style></head>", "inline style sheet"),
    ('<p id="told">', '<p id="told" style="color: red">', "inline style:"),
    ("<button>", '<button onclick="go()">', "inline event handler onclick"),
    ('href="#main"', 'href="#"', 'href="#"'),
    ('href="#main"', 'href=" JavaScript:go()"', "script as an address"),
    ("/claims/AB12345", "/claims/None", "a missing value in an address"),
    ("/claims/AB12345", "/claims/<Macro>", "something of a template in an address"),
    ("/static/list.js", "https://cdn.example/list.js", "another host"),
    ("/static/house.css", "//cdn.example/house.css", "another host"),
    ('name="csrf_token"', 'name="token"', "no csrf_token"),
    ('value="t0ken"', 'value=""', "no csrf_token"),
    (' alt=""', "", "no alt"),
    ("<caption>Claims, newest first</caption>", "", "no caption"),
    ('<th scope="col">Number</th>', "<th>Number</th>", "no scope"),
    ("None such, Ann", "None", "'None' stands in <td>"),
    ("None such, Ann", " undefined ", "'undefined' stands in <td>"),
    ('name="q"', 'name="q" value="None"', "'None' is the value of <input"),
    ("None such, Ann", "&lt;Claim object at 0x7f&gt;", "object at 0x"),
    ("None such, Ann", "Traceback (most recent call last)", "Traceback"),
    ("</main>", "", "comes while <main"),
    ("</html>", "", "<html lang=\"en\"> is never closed"),
    ("</main>", "</section></main>", "closes what was not open"),
    ('<p id="told">', '<p id="told" id="tell">', "says id twice"),
]  # fmt: skip


def test_a_good_page_passes() -> None:
    assert faults_of_html(GOOD_PAGE) == []


@pytest.mark.parametrize(("stands", "instead", "said"), FAULTS)
def test_each_fault_of_a_page_is_named(stands: str, instead: str, said: str) -> None:
    assert GOOD_PAGE.count(stands) == 1
    found = faults_of_html(GOOD_PAGE.replace(stands, instead))
    assert any(said in each for each in found), found


def test_a_token_beside_its_form_counts_when_it_names_the_form() -> None:
    token = '<input type="hidden" name="csrf_token" value="t0ken">'
    beside = token.replace("<input", '<input form="log"')
    moved = GOOD_PAGE.replace(token, "").replace("</main>", f"{beside}</main>")
    assert faults_of_html(moved) == []
    elsewhere = moved.replace('form="log"', 'form="q"')
    assert any("no csrf_token" in each for each in faults_of_html(elsewhere))


def test_good_headers_pass() -> None:
    assert faults_of_headers("/claims", Headers(GOOD_HEADERS)) == []


@pytest.mark.parametrize("name", GOOD_HEADERS)
def test_each_missing_header_is_named(name: str) -> None:
    headers = Headers({key: value for key, value in GOOD_HEADERS.items() if key != name})
    assert any(name in each for each in faults_of_headers("/claims", headers))


@pytest.mark.parametrize(
    ("stands", "instead"),
    [
        ("script-src 'self'", "script-src 'self' 'unsafe-inline'"),
        ("script-src 'self'", "script-src *"),
        ("script-src 'self'", "script-src https://cdn.example"),
        ("img-src 'self'", "img-src https:"),
        ("default-src 'none'", "default-src 'self'"),
        ("; frame-ancestors 'none'", ""),
        (" base-uri 'none';", ""),
    ],
)
def test_a_loose_policy_is_named(stands: str, instead: str) -> None:
    policy = GOOD_HEADERS["Content-Security-Policy"]
    assert stands in policy
    loose = {**GOOD_HEADERS, "Content-Security-Policy": policy.replace(stands, instead)}
    found = faults_of_headers("/claims", Headers(loose))
    assert any("Content-Security-Policy" in each for each in found)


def test_only_what_may_be_kept_goes_without_no_store() -> None:
    headers = Headers({**GOOD_HEADERS, "Cache-Control": "max-age=3600"})
    assert faults_of_headers("/static/house.css", headers) == []
    assert faults_of_headers("/claims.csv", headers) == ["Cache-Control does not say no-store"]


@pytest.fixture
def program() -> Flask:
    """A program of one bad page, one good page and a redirect to each."""
    program = Flask(__name__, static_folder=None)
    program.test_client_class = CheckedClient
    bad = GOOD_PAGE.replace(' alt=""', "").replace(' scope="row"', "")

    @program.get("/<which>")
    def page(which: str) -> tuple[str, dict[str, str]]:
        return (bad if which == "bad" else GOOD_PAGE), GOOD_HEADERS

    @program.get("/to/<which>")
    def to(which: str) -> Response:
        response = redirect(f"/{which}")
        assert isinstance(response, Response)
        response.headers.update(GOOD_HEADERS)
        return response

    return program


def test_the_client_passes_a_good_page_and_a_redirect_to_it(program: Flask) -> None:
    client = program.test_client()
    assert client.get("/good").status_code == 200
    assert client.get("/to/good").status_code == 302
    assert client.get("/to/good", follow_redirects=True).status_code == 200
    assert client.head("/good").status_code == 200


@pytest.mark.parametrize("follow", [False, True])
def test_the_client_lists_everything_wrong_with_a_page(program: Flask, follow: bool) -> None:
    with pytest.raises(AssertionError, match="2 findings") as caught:
        program.test_client().get("/to/bad" if follow else "/bad", follow_redirects=follow)
    assert "no alt" in str(caught.value)
    assert "no scope" in str(caught.value)


def test_the_client_refuses_a_page_with_an_etag(program: Flask) -> None:
    def add_etag(response: Response) -> Response:
        response.set_etag("1")
        return response

    assert program.test_client().get("/good").status_code == 200
    program.after_request_funcs.setdefault(None, []).append(add_etag)
    with pytest.raises(AssertionError, match="ETag"):
        program.test_client().get("/good")


def test_a_real_server_answers_unchanged_while_its_pages_are_looked_at(program: Flask) -> None:
    expected = program.test_client().get("/good")
    between = CheckedPages(program.wsgi_app)
    browser = Client(between)
    assert browser.get("/good").data == expected.data
    assert between.findings == []
    assert browser.get("/bad").status_code == 200
    assert [each.split(":")[0] for each in between.findings] == ["/bad", "/bad"]


def test_what_the_program_opened_is_closed_before_a_browser_could_drop_the_connection() -> None:
    closed = list[bool]()

    def page(_environ: object, start_response: Any) -> ClosingIterator:
        start_response("200 OK", [("Content-Type", "text/css")])
        return ClosingIterator([b"body {}"], lambda: closed.append(True))

    CheckedPages(page)(create_environ("/style.css"), lambda *_said: print)  # and nobody reads
    assert closed == [True]
