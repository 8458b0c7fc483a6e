"""A stranger's path: clone, the README's first command as written, sign in, write a note, see it counted."""

import os
import re
import shutil
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from ohms.config import DEMO_PASSWORD
from tests.concurrency.people import Person
from tests.missing import is_ci

HERE = Path(__file__).parents[2]
MOST_SECONDS = 300
NOTE = {
    "party": "employer",
    "method": "phone",
    "outcome": "reached",
    "standard_work": "return_to_work",
    "body": "Light duty is open from Monday.",
    "minutes": "12",
    "next_task": "Ask for the job description",
    "next_task_due": "+5b",
}
OPEN_CLAIM = re.compile(r'href="/claims/([A-Z]{1,2}\d{5,6})"')
MINUTES = re.compile(
    r"([\d,]+)\D*Minutes on claims this week|Minutes on claims this week\D*([\d,]+)"
)


def first_command() -> str:
    """The first line of the README's first block of code."""
    block = (HERE / "README.md").read_text().partition("## Two commands")[2].split("```")[1]
    return block.strip().splitlines()[0]


@pytest.fixture
def clone(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "ohms"
    subprocess.run(["git", "clone", "-q", str(HERE), str(folder)], check=True)
    yield folder
    shutil.rmtree(folder)


@pytest.mark.slow
@pytest.mark.skipif(is_ci(), reason="the check installs anew already: run by hand")
def test_from_the_clone_to_a_counted_note_in_under_five_minutes(clone: Path) -> None:
    began = time.monotonic()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{probe.getsockname()[1]}"
    mine = {name: value for name, value in os.environ.items() if not name.startswith("OHMS_")}
    command = f"{first_command()} --port {url.rpartition(':')[2]}"
    process = subprocess.Popen(
        command, shell=True, cwd=clone, env=mine, start_new_session=True, stdout=subprocess.DEVNULL
    )
    try:
        _wait_until_served(url, process, began)
        before = _minutes_of_the_week(url)
        coordinator = Person(url, "puget.hsc1", password=DEMO_PASSWORD)
        number = OPEN_CLAIM.findall(coordinator.get("/claims?coordination=active"))[0]
        assert coordinator.write(number, NOTE)
        assert NOTE["body"] in coordinator.get(f"/claims/{number}")
        assert _minutes_of_the_week(url) == before + 12
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(60)
    assert time.monotonic() - began < MOST_SECONDS


def _minutes_of_the_week(url: str) -> int:
    """As the supervisor's Today tells them."""
    said = Person(url, "puget.supervisor", password=DEMO_PASSWORD).get("/")
    found = MINUTES.search(re.sub(r"<[^>]+>", " ", said))
    assert found is not None, said
    return int((found[1] or found[2]).replace(",", ""))


def _wait_until_served(url: str, process: subprocess.Popen[bytes], began: float) -> None:
    while time.monotonic() - began < MOST_SECONDS:
        assert process.poll() is None, f"the command ended: {process.returncode}"
        try:
            with urllib.request.urlopen(f"{url}/readyz", timeout=2):
                return
        except OSError:
            time.sleep(0.5)
    raise AssertionError(f"nothing was served within {MOST_SECONDS} s")
