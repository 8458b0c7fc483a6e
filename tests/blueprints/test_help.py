"""The help: a day by role whose links lead somewhere, and the pages that a COHE keeps at hand."""

from collections.abc import Callable

import pytest

from ohms.blueprints.about.days import DAYS, Day
from ohms.domain.values import Role
from ohms.models.cohes import Cohe
from ohms.queries import today_whole
from ohms.web.forms import CARRIED_OUT_OTHERWISE
from tests.architecture.routes import ACTORS
from tests.blueprints.signing_in import as_person
from tests.forms import posting_form, posting_forms
from tests.house import PASSWORD, House, add_person, count_of
from tests.pages import CheckedClient
from tests.statements import counted
from tests.tasks import said

START = "/help/start"
LIST, NEW, FRQ = "/help/resources", "/help/resources/new", "/help/resources/uw-frq"


def own_token(page: str) -> str:
    """Of any form of a page of one's own: where one's refusal is not for want of a token."""
    return posting_forms(page)[0].holds["csrf_token"][0]


def test_every_role_has_a_day() -> None:
    assert frozenset().union(*(day.roles for day in DAYS)) == frozenset(Role)


@pytest.mark.parametrize("day", DAYS, ids=lambda day: day.of)
def test_each_step_of_a_day_leads_to_a_page_of_that_role(
    client: CheckedClient, house: House, day: Day
) -> None:
    username = next(name for name, role in ACTORS.items() if role in day.roles)
    page = as_person(client, username).get("/help").text
    for step in day.steps:
        assert step.what in said(page)
        assert f'href="{step.address}"' in page
    for address in sorted({step.address for step in day.steps}):
        assert client.get(address).status_code == 200, address


def test_getting_started_tells_from_the_facts_what_comes_next(
    client: CheckedClient,
    house: House,
    clock: Callable[[str], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock("2026-11-24T10:00:00-08:00")
    as_person(client, "admin")
    sound = {"name": "Sound COHE", "slug": "sound", "sponsor": "Sound Hospital"}
    for wrong, told in (
        ({"your_password": "not mine"}, "Enter your own password"),
        ({"slug": "Sound COHE"}, "Enter a short name of 2 to 40"),
        ({"slug": "alder"}, "Choose another short name: this one is taken."),
        ({"name": "ÁLDER,  cohe"}, "Choose another name: this one is taken."),
    ):
        refused = client.fill(START, START, **{**sound, "your_password": PASSWORD, **wrong})
        assert (refused.status_code, told in refused.text) == (422, True), told
    held = posting_form(client.get(START).text, START).holds
    for _twice in range(2):
        added = client.post(START, data={**held, **sound, "your_password": PASSWORD})
        assert added.status_code == 303
    assert "Added. Its people come next." in client.get(START).text
    other = {**held, **sound, "name": "Cove COHE", "slug": "cove", "your_password": PASSWORD}
    refused = client.post(START, data=other)
    assert refused.status_code == 422
    assert CARRIED_OUT_OTHERWISE in refused.text
    with house.app.app_context():
        assert count_of(Cohe, Cohe.slug.in_(("sound", "cove"))) == 1
    with counted(house.app) as statements:
        text = said(client.get("/help/start").text)
    assert len(statements) <= 12, str(statements)
    assert "Sound COHE next: people" in text
    assert "0 supervisors, 0 coordinators with minutes" in text
    first = said(client.get("/").text)
    assert "Sound COHE: next people" in first, "and Today says so until casework can begin"
    assert "0 of 4 done" in first
    assert "Alder COHE: next" not in first
    own = said(as_person(client, "alder.supervisor").get("/help/start").text)
    assert "Getting started" not in said(client.get("/").text)
    assert "Alder COHE ready to work" in own, "its claims came, the empty one's did not"
    assert "Sound COHE" not in own
    assert 'name="slug"' not in client.get(START).text, "the administrator adds a COHE"
    with_own_token = {**held, **sound, "csrf_token": own_token(client.get(START).text)}
    assert client.post(START, data=with_own_token).status_code == 403
    assert as_person(client, "alder.hsc1").get("/help/start").status_code == 403
    monkeypatch.setattr(today_whole, "first_steps", lambda _actor: [])
    bare = as_person(client, "admin").get("/").text
    assert "There is no COHE yet" in said(bare), "the first sign-in to a new installation"
    assert 'href="/help/start#add-cohe">Add the first one</a>' in bare


def test_a_supervisor_keeps_the_list_and_the_cohes_people_read_it(
    client: CheckedClient, house: House, clock: Callable[[str], None]
) -> None:
    clock("2026-11-24T10:00:00-08:00")
    as_person(client, "alder.supervisor")
    stale = posting_form(client.get(FRQ).text, FRQ)
    refused = client.fill(NEW, NEW, title="Interpreters", address="http://example.org/", place="1")
    assert refused.status_code == 422
    assert "Enter an address that begins with https://" in refused.text
    added = client.fill(
        NEW, NEW, title="Interpreters", address="https://example.org/now?a=1&b=2", place="1"
    )
    assert added.status_code == 303
    assert client.fill(FRQ, FRQ, listed="no").status_code == 303
    assert client.post(FRQ, data=stale.filled_in({"title": "Late"})).status_code == 409
    with counted(house.app) as statements:
        listed = client.get(LIST).text
    assert len(statements) <= 12, str(statements)
    assert listed.index("Interpreters") < listed.index("Stay at Work") < listed.index("No longer")
    for username in ("alder.hsc1", "alder.assistant1", "alder.privacy"):
        page = as_person(client, username).get(LIST).text
        assert '<a href="https://example.org/now?a=1&amp;b=2" rel="noopener noreferrer' in page
        assert "Functional Recovery" not in page
        assert client.get(NEW).status_code == 403
        assert "deohs.washington.edu" in client.get(FRQ).text
    other = as_person(client, "birch.hsc1").get(LIST).text
    assert "Interpreters" not in other
    assert "Functional Recovery" in other
    assert as_person(client, "admin").get(LIST).status_code == 403


def test_an_empty_list_asks_to_take_a_filter_off_only_where_there_is_one(
    client: CheckedClient, house: House
) -> None:
    with house.app.app_context():
        add_person(house, "alder.new", "Nia New", Role.HSC_ASSISTANT, house.cohe["alder"])
    for who, told_at in {
        "new": {
            "/claims": "No claim is in your lane",
            "/claims?q=zzz": "Take off all",
            "/employers": "No employer yet",
        },
        "hsc1": {
            "/claims?scope=covered": "You cover nobody’s claims today",
            "/claims?scope=mine&q=zzz": "Take off a filter, or look in the whole COHE",
            "/tasks?owner=me": "Nothing is to be done",
            "/tasks?owner=me&due=overdue": "No tasks match",
            "/providers?q=zzz": "No provider matches",
            "/employers?q=zzz": "No employer matches",
            "/tasks/grouped": "Tasks by clinic none",
        },
        "supervisor": {
            "/claims?scope=cohe&q=zzz": "Take off all",
            "/tasks?owner=anyone": "Nobody has an open task",
            "/referrals": "No referral yet",
        },
    }.items():
        as_person(client, f"alder.{who}")
        for address, told in told_at.items():
            assert told in said(client.get(address).text), address
