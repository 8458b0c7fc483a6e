"""Hostile files: refused with a clear word and nothing left, or kept so that they harm nobody."""

import time
from collections.abc import Callable, Sequence

import pytest

from ohms.blueprints.claims import file
from ohms.domain.document_content import MEDIA_TYPES
from ohms.models.documents import Document
from tests.blueprints.giving_files import FILE, files_of, form_of, give, send, send_raw
from tests.blueprints.signing_in import as_person
from tests.forms import Fields
from tests.hostile_files import Hostile, all_hostile, too_large
from tests.house import House, count_of
from tests.missing import is_ci
from tests.pages import CheckedClient

EVERY = 3 if is_ci() else 1  # the check takes a third of the slow ones, a run by hand all
SECONDS = 5  # security.md: bombs and floods are refused in so long
SECONDS_TO_SHOW = 60
HARMLESS = [each for each in all_hostile() if not each.refused]
REFUSED = [each for each in all_hostile() if each.refused]


def test_there_are_two_hundred_of_them_and_none_is_told_twice() -> None:
    abouts = [each.about for each in all_hostile()]
    assert len(abouts) == len(set(abouts)) >= 200


def all_refused(house: House, client: CheckedClient, hostile: Sequence[Hostile]) -> None:
    as_person(client, "alder.hsc1")
    form = form_of(client, title="Typed by hand")
    assert [wrong for each in hostile for wrong in refusals(client, form, each)] == []
    assert files_of(house.app) == []
    with house.app.app_context():
        assert count_of(Document) == 0


def test_what_must_be_refused_is_refused_beside_the_file_and_leaves_nothing(
    house: House, client: CheckedClient
) -> None:
    """Every fifth; the rules are asked about all of them in `tests/domain`."""
    all_refused(house, client, REFUSED[::5])


@pytest.mark.slow
def test_every_other_one_is_refused_too(house: House, client: CheckedClient) -> None:
    all_refused(house, client, REFUSED[::EVERY])


def refusals(client: CheckedClient, form: Fields, each: Hostile) -> list[str]:
    begun = time.monotonic()
    answer = send(client, form, each.content, each.name)
    wrong = []
    if answer.status_code != 422:
        wrong.append(f"{each.about}: answers {answer.status_code}")
    if 'id="file-error"' not in answer.text or 'value="Typed by hand"' not in answer.text:
        wrong.append(f"{each.about}: says nothing beside the file, or forgets what was typed")
    if "<script>alert" in answer.text:
        wrong.append(f"{each.about}: comes back alive")
    if time.monotonic() - begun > SECONDS:
        wrong.append(f"{each.about}: takes longer than {SECONDS} s")
    return wrong


def test_a_name_that_breaks_its_own_header_names_no_file(
    house: House, client: CheckedClient
) -> None:
    as_person(client, "alder.hsc1")
    name = "letter\r\nSet-Cookie: a=b.pdf"
    answer = send_raw(client, form_of(client), b"Read aloud.", name)
    assert answer.status_code == 422
    assert 'id="file-error"' in answer.text
    assert "Set-Cookie" not in answer.headers
    assert files_of(house.app) == []


@pytest.mark.parametrize("about", ["text", "PDF", "PNG"])
def test_what_is_too_large_is_refused_beside_the_file(
    house: House, client: CheckedClient, about: str
) -> None:
    all_refused(house, client, [too_large(about)])


def test_a_body_far_too_large_is_not_even_read(
    house: House, client: CheckedClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file, "LARGEST_BODY", 10_000)
    as_person(client, "alder.hsc1")
    assert give(client, b"a" * 20_000, "letter.txt").status_code == 413
    assert files_of(house.app) == []


def shown_harmlessly(client: CheckedClient, each: Hostile) -> None:
    """Filed, listed, looked at and saved without an answer of 5xx, a live script or a broken page."""
    begun = time.monotonic()
    filed = give(client, each.content, each.name)
    assert filed.status_code == 303, each.about
    page = client.get(filed.location)
    assert page.status_code == 200
    assert "<script>alert" not in page.text
    image = client.get(f"{filed.location}/image")
    assert image.status_code == 302 or image.mimetype == "image/png"
    saved = client.get(f"{filed.location}/download")
    assert saved.data == each.content
    assert saved.mimetype in MEDIA_TYPES.values()
    name = saved.headers["Content-Disposition"]
    assert name.startswith("attachment; filename")
    assert not set(name) & set("/\\\r\n\x00<>")
    assert len(name) < 600
    assert time.monotonic() - begun < SECONDS_TO_SHOW


FEW = (
    "PDF with pages that contain themselves",
    "PDF with a drawing that draws itself",
    "PDF with a page of [0 0 1e9 1e9]",
    "PNG with rubbish for pixels",
    "PDF and page",
    "name '../../etc/passwd'",
    "name 'letter\\u202efdp.exe'",
    "text with right to left",
)


@pytest.mark.parametrize("about", FEW)
def test_what_is_kept_is_kept_harmlessly(
    house: House, client: CheckedClient, clock: Callable[[str], None], about: str
) -> None:
    clock("2026-11-24T09:00:00-08:00")
    (each,) = [each for each in HARMLESS if each.about == about]
    as_person(client, "alder.hsc1")
    shown_harmlessly(client, each)
    assert client.get(FILE).status_code == 200


@pytest.mark.slow
@pytest.mark.parametrize("each", HARMLESS[::EVERY], ids=lambda each: each.about)
def test_every_other_one_is_kept_harmlessly_too(
    house: House, client: CheckedClient, clock: Callable[[str], None], each: Hostile
) -> None:
    clock("2026-11-24T09:00:00-08:00")
    as_person(client, "alder.hsc1")
    shown_harmlessly(client, each)
    assert client.get(FILE).status_code == 200
