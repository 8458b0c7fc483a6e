"""The administrator's self-check: what the commands did is told, and nothing of a claim."""

from collections.abc import Callable
from pathlib import Path

from click.testing import Result

from ohms.models.operation_file import FILE, OperationFile
from tests.blueprints.signing_in import as_person
from tests.cli.conftest import instance as instance
from tests.cli.conftest import run as run
from tests.cli.conftest import run_on as run_on
from tests.house import House
from tests.pages import CheckedClient
from tests.tasks import said

PAGE = "/admin/self-check"
NOON = "2026-11-24T12:00:00-08:00"


def test_what_the_night_did_is_told_and_what_is_red_says_what_to_do(
    client: CheckedClient,
    house: House,
    run: Callable[..., Result],
    instance: Path,
    clock: Callable[[str], None],
) -> None:
    clock(NOON)  # after the bare environment of the commands
    page = said(as_person(client, "admin").get(PAGE).text)
    assert "Nightly work Look Never." in page, page
    assert run("nightly", OHMS_CLOCK=NOON).exit_code == 0
    assert run("backup", str(instance / "made"), "--plain", OHMS_CLOCK=NOON).exit_code == 0
    made = ("restore", str(instance / "made"), "--verify")
    assert run(*made, OHMS_CLOCK=NOON).exit_code == 0
    page = said(client.get(PAGE).text)
    for subject in ("Nightly work", "Backup", "Backup verified"):
        assert f"{subject} Good Last 0 minutes ago." in page, page
    assert "The chain was whole" in page
    (instance / FILE).write_text("no such file")
    assert OperationFile(instance).read() == {}
    (instance / "seen").touch()
    instance.chmod(0o755)
    (instance / "seen").chmod(0o644)
    page = said(client.get(PAGE).text)
    assert "seen" in page.partition("Others may read: ")[2]
    assert "chmod" in page
    for number in house.claim:
        assert number not in page
    assert as_person(client, "alder.supervisor").get(PAGE).status_code == 403
