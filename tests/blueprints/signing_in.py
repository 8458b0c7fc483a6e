"""Signing in as a person of the house, through the page."""

from tests.house import PASSWORD
from tests.pages import CheckedClient


def as_person(client: CheckedClient, username: str) -> CheckedClient:
    """The client signed in as somebody, whoever it was before."""
    client.delete_cookie("ohms")
    assert client.fill("/login", username=username, password=PASSWORD).status_code == 303
    return client
