"""The first command of the README, and the main job done in what it serves, without a mouse."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.keyboard import (
    sign_in_by_keyboard,
    sign_out_by_keyboard,
    tab_to,
    write_the_note,
)

PASSWORD = "demo-ohms-2026-wa"
PATIENCE = 180


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """What `ohms demo` serves, in a process and an instance folder of its own."""
    instance = tmp_path_factory.mktemp("demonstration") / "instance"
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {k: v for k, v in os.environ.items() if k != "OHMS_DATABASE_URL"}
    environment["OHMS_INSTANCE"] = str(instance)
    command = [sys.executable, "-c", "from ohms.cli import main; main()", "demo"]
    said = instance.with_name("said.txt")
    url = f"http://127.0.0.1:{port}"
    with said.open("w") as out:
        process = subprocess.Popen(
            [*command, "--port", str(port)], env=environment, stdout=out, stderr=out
        )
        try:
            _wait_until_served(url, process, said)
            yield url
        finally:
            process.terminate()
            process.wait(30)
            shutil.rmtree(instance, ignore_errors=True)


def _wait_until_served(url: str, process: subprocess.Popen[bytes], said: Path) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if process.poll() is not None:
            raise AssertionError(f"`ohms demo` ended: {process.returncode}\n{said.read_text()}")
        try:
            with urllib.request.urlopen(f"{url}/readyz", timeout=2):
                return
        except OSError:
            time.sleep(0.2)
    raise AssertionError(f"`ohms demo` served nothing within {PATIENCE} s.")


@pytest.fixture
def demo_page(browser: Browser, demonstration: str) -> Iterator[Page]:
    context = browser.new_context(
        base_url=demonstration, viewport={"width": 1440, "height": 900}, reduced_motion="reduce"
    )
    context.set_default_timeout(15_000)
    yield context.new_page()
    context.close()


def test_a_coordinator_logs_a_call_and_the_supervisor_sees_its_minutes(
    demo_page: Page,
) -> None:
    page = demo_page
    before = _minutes_of_the_week(page)
    sign_in_by_keyboard(page, "puget.hsc1", PASSWORD)
    _open_the_first_claim(page)
    number = page.locator(".claim-number").inner_text()
    page.keyboard.press("n")
    page.wait_for_selector("#composer[open]")
    write_the_note(page)
    timeline = page.locator("ol.timeline").inner_text()
    assert "Light duty is open from Monday." in timeline
    assert "12 min" in timeline
    assert "Ask for the job description" in page.locator(".tasks").inner_text()
    sign_out_by_keyboard(page)
    assert _minutes_of_the_week(page) == before + 12
    sign_in_by_keyboard(page, "puget.supervisor", PASSWORD)
    page.goto(f"/claims/{number}")
    assert "Light duty is open from Monday." in page.locator("ol.timeline").inner_text()
    _print_a_report(page)


def _print_a_report(page: Page) -> None:
    """The worker that serves is born of a process that filled nothing, else this would never end."""
    page.goto("/reports")
    report = page.locator("main a[href^='/reports/quarterly/']").first.get_attribute("href")
    printed = page.request.get(f"{report}.pdf")
    assert printed.body().startswith(b"%PDF-")


def _open_the_first_claim(page: Page) -> None:
    """From any page, the list too: each press is followed to the loaded page, where the keys work."""
    tab_to(page, "nav[aria-label=Main] a[href='/claims']")
    with page.expect_navigation(url="**/claims"):
        page.keyboard.press("Enter")
    page.keyboard.press("j")
    with page.expect_navigation(url="**/claims/*"):
        page.keyboard.press("Enter")


def _minutes_of_the_week(page: Page) -> int:
    """Minutes on claims this week, as the supervisor's Today tells them."""
    sign_in_by_keyboard(page, "puget.supervisor", PASSWORD)
    figure = page.locator(".figure", has_text="Minutes on claims this week").inner_text()
    sign_out_by_keyboard(page)
    digits = re.search(r"[\d,]+", figure)
    assert digits is not None
    return int(digits[0].replace(",", ""))
