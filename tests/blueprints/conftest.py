"""Browsers that tests of pages begin with."""

import pytest

from tests.blueprints.signing_in import as_person
from tests.house import House
from tests.pages import CheckedClient


@pytest.fixture
def hsc(client: CheckedClient, house: House) -> CheckedClient:
    """The browser of a coordinator of alder."""
    return as_person(client, "alder.hsc1")
