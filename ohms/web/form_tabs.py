"""The token of one form in one tab: issued to one person when the form is loaded.

`kind.random.mac`: the kind says which form of a page it is; the mac ties it to the person and to the
page, so that a text typed by one is never kept as another's draft, and never for another page, at
whatever time and after whichever sign-in it arrives. Whoever sends a token that fits has the form
from us: it stands in no other page.
"""

import hmac
import re
import secrets
from urllib.parse import urlsplit

from flask import current_app, request
from werkzeug.exceptions import HTTPException

from ohms.web.sign_in import own_path

TAB, PAGE = "draft_tab", "draft_page"
UNTOUCHED = "draft_untouched"
"""Sent along by the script of a form in which nothing was typed: a press that is refused is no draft."""
IN_ADDRESS = "draft"
TEXT_FORM = "application/x-www-form-urlencoded"
LONGEST_PATH = 200
SHAPE = re.compile(r"[a-z][a-z0-9_-]{0,24}\.[A-Za-z0-9_-]{12}\.[0-9a-f]{16}")


def new_tab(staff_id: int, kind: str, page: str) -> str:
    loaded = f"{kind}.{secrets.token_urlsafe(9)}"
    return f"{loaded}.{_mac(staff_id, page, loaded)}"


def is_issued_to(staff_id: int, tab: str, page: str) -> bool:
    """Whether this form, in this tab, of this page was given out to this person."""
    loaded, _, mac = tab.rpartition(".")
    return bool(SHAPE.fullmatch(tab)) and hmac.compare_digest(_mac(staff_id, page, loaded), mac)


def kind_of(tab: str) -> str:
    return tab.partition(".")[0]


def sent_tab() -> str:
    """The token that the form at hand sends along, if it has the shape of one; else empty.

    A form with a file keeps no draft, and its body is not read here: it may be far larger than any
    other, and only its view says how large.
    """
    if request.method != "POST" or request.mimetype != TEXT_FORM:
        return ""
    tab = request.form.get(TAB, "")
    return tab if SHAPE.fullmatch(tab) else ""


def page_with(path: str, tab: str) -> str:
    """The form's page with its draft in the address."""
    return f"{path}{'&' if '?' in path else '?'}{IN_ADDRESS}={tab}"


def sent_page() -> str:
    """The page on which the form at hand stands, as a path of this product."""
    return shortened(own_path(request.form.get(PAGE)))


def came_from() -> str:
    """The page that the browser says the request was sent from; "/" where it says none of ours. A page that
    told of a refusal stands where only a form is sent to: the form stands on what is above it."""
    sender = urlsplit(request.referrer or "")
    if sender.netloc != request.host:
        return "/"
    path = own_path(sender.path)
    if _can_be_loaded(path):
        return shortened(f"{path}?{sender.query}" if sender.query else path)
    return shortened(_at_or_above(path))


def refused_at() -> str:
    """The page on which a form stands that came with a refusal of another one: what that was sent to, or is
    above it. A row of a list is refused on the page of what it is about."""
    sender, path = came_from(), _at_or_above(request.path)
    return sender if sender.partition("?")[0] == path else shortened(path)


def _at_or_above(path: str) -> str:
    while path != "/" and not _can_be_loaded(path):
        path = path.rpartition("/")[0] or "/"
    return path


def _can_be_loaded(path: str) -> bool:
    try:
        current_app.url_map.bind("").match(path.removeprefix(request.script_root), method="GET")
    except HTTPException:
        return False
    return True


def shortened(path: str) -> str:
    return path if len(path) <= LONGEST_PATH else path.partition("?")[0][:LONGEST_PATH]


def _mac(staff_id: int, page: str, loaded: str) -> str:
    key = current_app.secret_key
    assert key is not None
    secret = key if isinstance(key, bytes) else key.encode()
    said = f"form tab of {staff_id}: {loaded} on {page}".encode()
    return hmac.digest(secret, said, "sha256").hex()[:16]
