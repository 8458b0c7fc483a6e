"""Signing in as a person of the house. Through the page it took a tenth of the time of most tests;
the page has tests of its own."""

from ohms.commands.sign_in import sign_in
from tests.house import PASSWORD
from tests.pages import CheckedClient


def as_person(client: CheckedClient, username: str) -> CheckedClient:
    """The client signed in as somebody, whoever it was before."""
    client.delete_cookie("ohms")
    with client.application.app_context():
        token = sign_in(username, PASSWORD, "127.0.0.1")
    assert isinstance(token, str), token
    with client.session_transaction() as session:
        session["_user_id"] = token
    return client


def token(client: CheckedClient) -> str:
    """What the browser holds of its session."""
    with client.session_transaction() as session:
        return str(session["_user_id"])
