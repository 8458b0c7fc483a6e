"""`ohms create-cohe` and `ohms create-staff`, up to the person's first page."""

import re
from collections.abc import Callable

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import select

from ohms.extensions import db
from ohms.models.audit import AuditEntry
from ohms.models.staff import Position, StaffMember
from tests.house import count_of
from tests.pages import CheckedClient

Run = Callable[..., Result]

PASSWORD = "three sheep by the river"
COORDINATOR = {
    "--username": "sound.hsc1",
    "--name": "Rosa Alvarez",
    "--role": "hsc",
    "--cohe": "sound",
    "--weekly-minutes": "2400",
}


@pytest.fixture
def sound(run: Run) -> None:
    added = run("create-cohe", "sound", "--name", "Sound COHE", "--sponsor", "Sound Hospital")
    assert (added.exit_code, added.stdout) == (0, "Added Sound COHE as sound.\n")


def add(run: Run, password: str = PASSWORD, **changes: str | None) -> Result:
    """Add the coordinator, with options changed or (None) left out."""
    options = {**COORDINATOR, **{f"--{k.replace('_', '-')}": v for k, v in changes.items()}}
    words = [word for name, value in options.items() if value is not None for word in (name, value)]
    return run("create-staff", *words, "--password-stdin", typed=f"{password}\n")


def test_who_was_added_signs_in_as_a_coordinator_of_the_centre(
    sound: None, run: Run, client: CheckedClient
) -> None:
    assert add(run).stdout == "Added Rosa Alvarez, who signs in as sound.hsc1.\n"
    answer = client.fill("/login", username="sound.hsc1", password=PASSWORD)
    assert answer.status_code == 303
    page = client.get("/")
    assert "Rosa Alvarez" in page.text
    assert "Coordinator, Sound COHE" in page.text


@pytest.mark.parametrize(
    ("weekly", "by_day"),
    [
        ("2400", (480, 480, 480, 480, 480, 0, 0)),
        ("800", (160, 160, 160, 160, 160, 0, 0)),
        ("1600", (320, 320, 320, 320, 320, 0, 0)),
        ("803", (161, 161, 161, 160, 160, 0, 0)),
    ],
)
def test_weekly_minutes_are_kept_to_the_minute(
    weekly: str, by_day: tuple[int, ...], sound: None, run: Run, app: Flask
) -> None:
    assert add(run, weekly_minutes=weekly).exit_code == 0
    with app.app_context():
        position = db.session.execute(select(Position)).scalar_one()
        assert position.weekday_minutes == by_day
        assert sum(position.weekday_minutes) == int(weekly)


def test_what_was_added_stands_in_the_audit(sound: None, run: Run, app: Flask) -> None:
    add(run)
    with app.app_context():
        assert count_of(AuditEntry, AuditEntry.action == "create_cohe") == 1
        assert count_of(AuditEntry, AuditEntry.action == "create_staff") == 2


def test_without_a_password_a_link_is_printed_and_another_in_its_place(
    sound: None, run: Run, client: CheckedClient
) -> None:
    words = [word for pair in COORDINATOR.items() for word in pair]
    added = run("create-staff", *words, OHMS_ADDRESS="https://ohms.example.org")
    invited = run("invite", "--username", "sound.hsc1", OHMS_TRUSTED_HOSTS="ohms.example.org")
    first, again = link_in(added.stdout), link_in(invited.stdout)
    said = {"password": PASSWORD, "again_password": PASSWORD}
    assert client.fill(first, **said).status_code == 422
    assert client.fill(again, **said).status_code == 303
    assert client.fill("/login", username="sound.hsc1", password=PASSWORD).status_code == 303
    for _link in range(3):
        assert run("invite", "--username", "sound.hsc1").exit_code == 0
    flooded = run("invite", "--username", "sound.hsc1")
    assert (flooded.exit_code, "within an hour" in flooded.stderr) == (1, True)
    unknown = run("invite", "--username", "nobody")
    assert (unknown.exit_code, unknown.stderr.count("\n")) == (1, 1)


def link_in(told: str) -> str:
    found = re.search(r"https://ohms\.example\.org(/welcome\?token=[\w-]{43})\n", told)
    assert found is not None, told
    return found[1]


@pytest.mark.parametrize(
    ("password", "says"),
    [
        ("fourteen chars", "at least 15 characters"),
        ("", "at least 15 characters"),
        ("x" * 257, "at most 256 characters"),
        ("OHMS-cohe-HSC-2026", "made of names"),
        ("rosa.alvarez.1985!", "made of names"),
        ("sound.hsc1.sound.hsc1", "made of names"),
    ],
)
def test_a_password_that_the_rules_refuse_adds_nobody(
    password: str, says: str, sound: None, run: Run, app: Flask
) -> None:
    refused = add(run, password)
    assert refused.exit_code == 1
    assert says in refused.stderr
    assert refused.stderr.count("\n") == 1
    with app.app_context():
        assert count_of(StaffMember) == 0


@pytest.mark.parametrize("password", ["fifteen letters", "y" * 256, "claims: 3 blue sheep"])
def test_length_is_all_that_a_password_needs(password: str, sound: None, run: Run) -> None:
    assert add(run, password).exit_code == 0


def test_the_demonstrations_password_is_taken_by_a_demonstration_alone(
    run: Run, run_on: Callable[[str], Run], sound: None, bare_database_url: str
) -> None:
    assert add(run, "demo-ohms-2026-wa").exit_code == 0
    live = run_on(bare_database_url)
    live("db", "upgrade")
    live("create-cohe", "sound", "--name", "Sound COHE", "--sponsor", "Sound Hospital")
    refused = add(live, "demo-ohms-2026-wa")
    assert refused.exit_code == 1
    assert "everybody knows" in refused.stderr
    assert add(live).exit_code == 0


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"cohe": "nowhere"}, "There is no COHE nowhere."),
        ({"cohe": None}, "Choose the COHE"),
        ({"role": "administrator"}, "Leave the COHE out"),
        ({"weekly_minutes": "0"}, "Enter the weekly minutes"),
        ({"weekly_minutes": "7201"}, "from 0 to 7,200"),
        ({"username": "Rosa Alvarez"}, "Enter a user name"),
        ({"name": " "}, "Enter a name."),
    ],
)
def test_what_the_rules_refuse_is_one_line_and_adds_nobody(
    changes: dict[str, str | None], says: str, sound: None, run: Run, app: Flask
) -> None:
    refused = add(run, PASSWORD, **changes)
    assert refused.exit_code == 1
    assert says in refused.stderr
    assert refused.stderr.count("\n") == 1
    with app.app_context():
        assert count_of(StaffMember) == 0


def test_an_administrator_is_held_in_no_cohe(run: Run, client: CheckedClient) -> None:
    assert (
        add(run, username="admin", role="administrator", cohe=None, weekly_minutes="0").exit_code
        == 0
    )
    assert client.fill("/login", username="admin", password=PASSWORD).status_code == 303


@pytest.mark.parametrize("slug", ["Sound", "s", "sound cohe", "2sound", "sound/.."])
def test_a_centres_short_name_is_fit_for_addresses(slug: str, run: Run) -> None:
    refused = run("create-cohe", slug, "--name", "Sound", "--sponsor", "A hospital")
    assert refused.exit_code == 1
    assert refused.stderr.startswith("Error: Enter a short name")


def test_a_name_that_is_taken_is_told(sound: None, run: Run) -> None:
    again = run("create-cohe", "sound", "--name", "Sound", "--sponsor", "Another")
    assert (again.exit_code, again.stderr) == (
        1,
        "Error: Choose another short name: this one is taken.\n",
    )
    add(run)
    refused = add(run)
    assert (refused.exit_code, refused.stderr) == (
        1,
        "Error: Choose another user name: this one is taken.\n",
    )
