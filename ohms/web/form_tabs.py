"""The token of one form in one tab: issued to one person when the form is loaded.

`kind.random.mac`: the kind says which form of a page it is; the mac ties it to the person, so that a
text typed by one is never kept as another's draft, at whatever time and after whichever sign-in it
arrives. Whoever sends a token that fits has the form from us: it stands in no other page.
"""

import hashlib
import hmac
import re
import secrets

from flask import current_app, request

from ohms.web.sign_in import own_path

TAB, PAGE = "draft_tab", "draft_page"
IN_ADDRESS = "draft"
LONGEST_PATH = 200
SHAPE = re.compile(r"[a-z][a-z0-9_-]{0,24}\.[A-Za-z0-9_-]{12}\.[0-9a-f]{16}")


def new_tab(staff_id: int, kind: str) -> str:
    loaded = f"{kind}.{secrets.token_urlsafe(9)}"
    return f"{loaded}.{_mac(staff_id, loaded)}"


def is_issued_to(staff_id: int, tab: str) -> bool:
    loaded, _, mac = tab.rpartition(".")
    return bool(SHAPE.fullmatch(tab)) and hmac.compare_digest(_mac(staff_id, loaded), mac)


def kind_of(tab: str) -> str:
    return tab.partition(".")[0]


def sent_tab() -> str:
    """The token that the form at hand sends along, if it has the shape of one; else empty."""
    tab = request.form.get(TAB, "") if request.method == "POST" else ""
    return tab if SHAPE.fullmatch(tab) else ""


def page_with(path: str, tab: str) -> str:
    """The form's page with its draft in the address."""
    return f"{path}{'&' if '?' in path else '?'}{IN_ADDRESS}={tab}"


def sent_page() -> str:
    """The page on which the form at hand stands, as a path of this product."""
    return shortened(own_path(request.form.get(PAGE)))


def shortened(path: str) -> str:
    return path if len(path) <= LONGEST_PATH else path.partition("?")[0][:LONGEST_PATH]


def _mac(staff_id: int, loaded: str) -> str:
    key = current_app.secret_key
    assert key is not None
    secret = key if isinstance(key, bytes) else key.encode()
    said = f"form tab of {staff_id}: {loaded}".encode()
    return hmac.new(secret, said, hashlib.sha256).hexdigest()[:16]
