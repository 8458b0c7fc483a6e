"""The one checker through which every page goes that any test fetches."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from flask.testing import FlaskClient
from werkzeug.datastructures import Headers
from werkzeug.test import TestResponse
from werkzeug.wrappers import Response

from tests.forms import posting_form
from tests.html_tree import read_html
from tests.page_rules import RULES

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

# What may be kept by a browser; the API's validators carry an ETag of their own.
MAY_BE_STORED = ("/static/", "/healthz", "/readyz", "/api/")
FIXED_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
# What default-src does not stand in for must be said.
POLICY_MUST_SAY = {
    "default-src": "'none'",
    "object-src": "'none'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
    "form-action": "'self'",
}


def faults_of_html(html: str) -> list[str]:
    """Everything wrong with a page's text; empty when it is as it must be."""
    page, faults = read_html(html)
    return faults + [finding for rule in RULES for finding in rule(page)]


def faults_of_headers(path: str, headers: Headers) -> list[str]:
    """Everything wrong with an answer's headers, whatever its status and content."""
    return [*_policy_faults(headers), *_fixed_header_faults(headers), *_store_faults(path, headers)]


def faults_of(path: str, response: Response) -> list[str]:
    """All of it. Of a redirect and an answer that is no page only the headers are looked at."""
    faults = faults_beside_the_text(path, response)
    if _is_page(response) and (html := response.get_data(as_text=True)):
        faults += faults_of_html(html)
    return faults


def faults_beside_the_text(path: str, response: Response) -> list[str]:
    """All but what the text of a page itself says."""
    faults = faults_of_headers(path, response.headers)
    if _is_page(response) and "ETag" in response.headers:
        faults.append("a page has an ETag")
    return faults


def _is_page(response: Response) -> bool:
    return response.mimetype == "text/html" and not 300 <= response.status_code < 400


def _policy_faults(headers: Headers) -> Iterator[str]:
    policy = headers.get("Content-Security-Policy")
    if policy is None:
        yield "no Content-Security-Policy"
        return
    directives = dict(_directive(each) for each in policy.split(";") if each.strip())
    for name, expected in POLICY_MUST_SAY.items():
        if directives.get(name) != expected:
            yield f"Content-Security-Policy: {name} is not {expected}"
    for name, sources in directives.items():
        if any(_is_loose(source) for source in sources.split()):
            yield f"Content-Security-Policy: {name} {sources} is too loose"


def _is_loose(source: str) -> bool:
    whole_schemes = {"http:", "https:", "ws:", "wss:", "blob:"}
    return "unsafe" in source or "*" in source or "//" in source or source in whole_schemes


def _directive(text: str) -> tuple[str, str]:
    name, _, sources = text.strip().partition(" ")
    return name.lower(), sources.strip()


def _fixed_header_faults(headers: Headers) -> Iterator[str]:
    for name, expected in FIXED_HEADERS.items():
        if headers.get(name) != expected:
            yield f"{name} is {headers.get(name)!r}, not {expected!r}"
    if not headers.get("Permissions-Policy"):
        yield "no Permissions-Policy"


def _store_faults(path: str, headers: Headers) -> Iterator[str]:
    if not path.startswith(MAY_BE_STORED) and "no-store" not in headers.get("Cache-Control", ""):
        yield "Cache-Control does not say no-store"


class CheckedClient(FlaskClient):
    """A test client that fails the test on every answer that is not as all answers must be.

    Each answer on the way of a redirect is looked at too. Raises AssertionError with all findings.
    """

    reads_pages = True
    """What stands on a page is the same on both engines: one of the two runs reads it."""

    def open(
        self, *args: Any, buffered: bool = False, follow_redirects: bool = False, **kwargs: Any
    ) -> TestResponse:
        response = super().open(
            *args, buffered=buffered, follow_redirects=follow_redirects, **kwargs
        )
        path = response.request.path
        look = faults_of if self.reads_pages else faults_beside_the_text
        faults = look(path, response)
        if faults:
            where = f"{response.request.method} {path} ({response.status_code})"
            raise AssertionError("\n  ".join([f"{where}: {len(faults)} findings", *faults]))
        return response

    def fill(self, path: str, form: str | None = None, **values: str | list[str]) -> TestResponse:
        """Opens the page, fills in its posting form as a person would, and sends it.

        Everything the form carries goes along: csrf_token, versions, what was filled in before.
        `form` is its id or action where the page's main part has several. A field that the form
        does not offer is refused: post it by `post` when a test means to be rude.
        """
        page = self.get(path)
        assert page.status_code == 200, f"{path} answered {page.status_code}"
        filled = posting_form(page.get_data(as_text=True), form)
        return self.post(filled.action or path, data=filled.filled_in(values))

    def press(self, html: str, action: str, **values: str | list[str]) -> TestResponse:
        """Sends a form of a page that was fetched before."""
        form = posting_form(html, action)
        return self.post(form.action, data=form.filled_in(values))


class CheckedPages:
    """Between a real server and the program: looks at each answer and keeps what it finds.

    For browser tests, where an exception on the server's side would fail no test.
    """

    def __init__(self, program: "WSGIApplication") -> None:
        self._program = program
        self.findings: list[str] = []

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        # Read and closed before it is sent: a browser that drops the connection would leave the file
        # of a style or script open, and the warning of it would fail whichever test comes next.
        response = Response.from_app(self._program, environ, buffered=True)
        path = environ.get("PATH_INFO", "")
        self.findings += [f"{path}: {fault}" for fault in faults_of(path, response)]
        return response(environ, start_response)
