"""Every form of a route found on its page and filled in so that a rule alone can refuse it."""

from collections.abc import Collection, Iterator, Mapping
from urllib.parse import urlencode

from flask import Flask
from flask.testing import FlaskClient

from tests.forms import Fields, PostingForm, posting_form, posting_forms
from tests.house import PASSWORD

TODAY_TYPED = "today"
LEFT_ALONE = frozenset({"csrf_token", "idempotency_key", "version"})
BUTTONS = frozenset({"submit", "button"})


def browser_of(app: Flask, username: str) -> FlaskClient:
    """Somebody signed in, whose pages are not looked at on the way: other tests do that, and a walk
    over all of them has no time for it."""
    client = FlaskClient(app, app.response_class)
    form = posting_form(client.get("/login").text)
    data = form.filled_in({"username": username, "password": PASSWORD})
    assert client.post("/login", data=data).status_code == 303
    return client


def form_of(
    client: FlaskClient, pages: Collection[str], path: str, asked: Mapping[str, str]
) -> PostingForm | None:
    """The form that is sent to an address, as it stands on the page that shows it; None where the
    person is shown none. The page is the address itself or the nearest one above it."""
    for page in _pages_above(path):
        if page not in pages:
            continue
        answer = client.get(f"{page}?{urlencode(asked)}")
        if answer.status_code != 200 or answer.mimetype != "text/html":
            continue
        for form in posting_forms(answer.text):
            if (form.action or page).partition("?")[0].partition("#")[0] == path:
                return form
    return None


def filled_in(form: PostingForm, wanted: Mapping[str, str]) -> Fields:
    """What a person sends who wants these values and leaves nothing empty: of choices the first that
    says something, everything ticked, a few words elsewhere. What is wanted is sent whether the page
    offers it or not."""
    sent = dict(form.holds)
    for name, kind in form.kinds.items():
        if name in wanted:
            sent[name] = [wanted[name]]
        elif kind not in BUTTONS and name not in LEFT_ALONE and not any(sent.get(name, ())):
            sent[name] = _entered(form, name, kind)
    return sent


def _entered(form: PostingForm, name: str, kind: str) -> list[str]:
    offered = [value for value in form.choices.get(name, ()) if value]
    if kind == "checkbox":
        return offered
    if offered:
        return offered[:1]
    if name.endswith(("_on", "_by")):
        return [TODAY_TYPED]
    return ["1" if kind == "number" else "Mine now"]


def _pages_above(path: str) -> Iterator[str]:
    parts = path.split("/")
    for length in range(len(parts), 1, -1):
        yield "/".join(parts[:length])
