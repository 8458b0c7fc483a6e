"""A house for tests that only look: furnished once for all of a file's tests."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.architecture.centre import Rows
    from tests.databases import Databases
    from tests.house import House


@pytest.fixture(scope="module")
def standing_house(
    databases: Databases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[House]:
    """The two centres; no test changes what stands in them."""
    from ohms.app import create_app
    from tests.databases import spare_the_disk
    from tests.house import furnish
    from tests.pages import CheckedClient
    from tests.statements import engines_of

    url = databases.fresh()
    instance = tmp_path_factory.mktemp("instance")
    app = create_app(database_url=url, instance=instance, testing=True)
    app.test_client_class = CheckedClient
    for engine in engines_of(app):
        spare_the_disk(engine)
    yield furnish(app)
    for engine in engines_of(app):
        engine.dispose()
    databases.drop(url)


@pytest.fixture(scope="module")
def rows(standing_house: House) -> Rows:
    """One row for each scoped table, in the standing house."""
    from tests.architecture.rows import add_rows

    with standing_house.app.app_context():
        return add_rows(standing_house)
