"""A form that arrives after its session ended: what it holds is carried over the sign-in.

Nobody is known at that moment, so nothing is kept on the server: the sign-in page gives the fields
back to the browser that sent them, as hidden fields of its own form. After the sign-in they become
the draft of the person to whom the form was issued, and of nobody else (`form_tabs`). Passwords and
tokens do not travel.
"""

from flask import Response, jsonify, make_response, render_template, request, url_for
from wtforms import PasswordField

from ohms.web.fields import LineField
from ohms.web.form_tabs import PAGE, TAB, page_with, sent_page, sent_tab
from ohms.web.forms import OhmsForm
from ohms.web.sent import sent_fields
from ohms.web.sign_in import covered_person

CARRIED = "carried."


class SignInForm(OhmsForm):
    username = LineField("User name", longest=80, demand="Enter your user name.")
    password = PasswordField("Password")


def wants_data() -> bool:
    """The page's own script asks, not a person going from page to page."""
    return request.accept_mimetypes.best == "application/json"


def carried_fields() -> list[tuple[str, str]]:
    """The hidden fields that the sign-in page passes on, with their prefix."""
    pairs = request.form.items(multi=True)
    return [(name, value) for name, value in pairs if name.startswith(CARRIED)]


def carry_to_sign_in() -> Response | None:
    """The answer to a form whose session is over; None when the form keeps no draft."""
    if wants_data():
        return make_response(
            jsonify(problem="You are signed out.", covered=covered_person() is not None), 401
        )
    tab = sent_tab()
    if not tab:
        return None
    there = page_with(sent_page(), tab)
    carried = [
        (CARRIED + TAB, tab),
        (CARRIED + PAGE, sent_page()),
        *((CARRIED + name, value) for name, value in sent_fields()),
    ]
    page = render_template(
        "accounts/sign_in.html",
        form=SignInForm(formdata=None),
        address=url_for("accounts.sign_in", next=there),
        carried=carried,
    )
    return make_response(page, 401)
