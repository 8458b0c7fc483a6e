"""Pages of a file: drawn once by a child of limited time, quoted with their place."""

import re
import threading
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from ohms.commands.document_pages import asking
from ohms.models.documents import DocumentText
from tests.blueprints.giving_files import NOW, files_of, given
from tests.blueprints.signing_in import as_person
from tests.house import House, one
from tests.pages import CheckedClient
from tests.pdf_files import pdf
from tests.tasks import said


@pytest.fixture
def world(house: House, clock: Callable[[str], None]) -> House:
    clock(NOW)
    return house


def test_pages_are_drawn_once_and_kept_for_nobody_else_to_read(
    world: House, client: CheckedClient
) -> None:
    as_person(client, "alder.hsc1")
    address = given(client, pdf("One page"))
    client.get(f"{address}/image")
    kept = files_of(world.app, "page_images")
    assert sorted(path.suffix for path in kept) == [".json", ".png"]
    assert {path.stat().st_mode & 0o777 for path in kept} == {0o600}
    assert client.get(f"{address}/image").status_code == 200
    assert files_of(world.app, "page_images") == kept


def test_what_takes_too_long_is_being_made_by_one_child_and_shown_to_who_looks_again(
    world: House, client: CheckedClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_end, begun = threading.Event(), []
    really = asking._asked

    def slow(*told: Any) -> bool | None:
        begun.append(told[-1])
        return may_end.wait(30) and really(*told)

    as_person(client, "alder.hsc1")
    address = given(client, pdf("Slowly drawn"))
    monkeypatch.setattr(asking, "_asked", slow)
    monkeypatch.setattr(asking, "SECONDS", 0.01)
    for _look in range(3):
        assert b"is being made" in client.get(f"{address}/image").data
        assert "This page is being made" in said(client.get(address).text)
    assert begun == [1]
    making = next(iter(asking._under_way.values()))
    may_end.set()
    making.result(30)
    assert client.get(f"{address}/image").mimetype == "image/png"
    assert "is being made" not in client.get(address).text


def test_what_no_child_made_in_its_longest_time_is_tried_again(
    world: House, client: CheckedClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    as_person(client, "alder.hsc1")
    monkeypatch.setattr(asking, "LONGEST", 0.001)
    address = given(client, pdf("Slowly read"))
    assert "This page is being made" in said(client.get(address).text)
    monkeypatch.undo()
    assert "Page 1 of 1" in client.get(address).text


def test_not_more_wait_for_a_child_than_a_few(
    world: House, client: CheckedClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    as_person(client, "alder.hsc1")
    address = given(client, pdf("One more"))
    monkeypatch.setattr(asking, "MOST_WAITING", 0)
    assert b"is being made" in client.get(f"{address}/image").data
    monkeypatch.undo()
    assert client.get(f"{address}/image").mimetype == "image/png"


def test_what_is_given_is_read_however_many_pages_wait(
    world: House, client: CheckedClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    as_person(client, "alder.hsc1")
    monkeypatch.setattr(asking, "MOST_WAITING", 0)
    given(client, pdf("Seen by a counselor"), title="Psychiatric evaluation")
    with world.app.app_context():
        assert one(select(DocumentText.body)).strip() == "Seen by a counselor"


def test_a_page_is_quoted_into_the_composer_with_its_place(
    world: House, client: CheckedClient
) -> None:
    as_person(client, "alder.hsc1")
    address = given(client, pdf("First", "Lifting up to 20 lb"), title="APF")
    page = client.get(f"{address}?page=2")
    assert "Quote this page" in page.text
    quoting = client.get(f"{address}?page=2&quote=yes").text
    body = re.search(r'<textarea[^>]*name="body"[^>]*>(.*?)</textarea>', quoting, re.S)
    assert body is not None
    assert body[1].strip() == "“Lifting up to 20 lb”\n(APF, 2026-11-20, page 2)".strip()
    assert "data-composer open" in quoting
