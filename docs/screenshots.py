"""Makes the pictures of the twelve main pages from a demonstration: `.venv/bin/python docs/screenshots.py`.

It fills a demonstration in a temporary folder (or takes the one that OHMS_INSTANCE names), serves it
on a free port and photographs the pages in Chromium. Needs the `test` extra.
"""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from ohms.config import DEMO_PASSWORD

HERE = Path(__file__).parent
OHMS = [sys.executable, "-c", "from ohms.cli import main; main()"]
CHROMIUM = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]
WIDE = {"width": 1440, "height": 900}

CLAIM = "main tbody a[href^='/claims/']"
FROZEN = "main tr:has-text('Frozen') th a"

# user name, address, what is pressed there, file
PICTURES = (
    ("puget.hsc1", "/", "", "today.png"),
    ("puget.hsc1", "/claims?coordination=active", "", "claims.png"),
    ("puget.hsc1", "/claims?coordination=active&sort=-last_contact", CLAIM, "claim.png"),
    ("puget.hsc1", "/triage", "", "triage.png"),
    ("puget.hsc1", "/tasks", "", "tasks.png"),
    ("puget.hsc1", "/referrals", "", "referrals.png"),
    ("puget.hsc1", "/time", "", "time.png"),
    ("puget.supervisor", "/workload", "", "workload.png"),
    ("puget.supervisor", "/staffing", "", "staffing.png"),
    ("puget.supervisor", "/measures", "main a:has-text('Quarter before')", "measures.png"),
    ("puget.supervisor", "/reports", FROZEN, "report.png"),
    ("lni.stayatwork", "/desk", "", "desk.png"),
)


def main() -> None:
    with served() as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=CHROMIUM)
        for username, address, onward, file in PICTURES:
            photograph(browser, url, username, (address, onward), HERE / file)
        browser.close()


def photograph(browser: Browser, url: str, username: str, way: tuple[str, str], file: Path) -> None:
    context = browser.new_context(base_url=url, viewport=WIDE, color_scheme="light")
    page = context.new_page()
    page.goto("/login")
    page.fill("#username", username)
    page.fill("#password", DEMO_PASSWORD)
    page.press("#password", "Enter")
    page.wait_for_url(f"{url}/")
    address, onward = way
    page.goto(address)
    if onward:
        page.locator(onward).first.click()
        page.wait_for_load_state()
    page.screenshot(path=file)
    context.close()


@contextmanager
def served() -> Iterator[str]:
    """The demonstration at an address of its own."""
    given = os.environ.get("OHMS_INSTANCE")
    folder = given or tempfile.mkdtemp(prefix="ohms-screenshots-")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    environment = {**os.environ, "OHMS_INSTANCE": folder}
    process = subprocess.Popen([*OHMS, "demo", "--port", port], env=environment)
    url = f"http://127.0.0.1:{port}"
    try:
        wait_for(url, process)
        yield url
    finally:
        process.terminate()
        process.wait()
        if not given:
            shutil.rmtree(folder)


def wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    while process.poll() is None:
        try:
            with urllib.request.urlopen(f"{url}/readyz", timeout=2):
                return
        except OSError:
            time.sleep(0.2)
    raise SystemExit("The demonstration did not start.")


def chromium() -> str | None:
    return next(filter(None, map(shutil.which, ("chromium", "google-chrome"))), None)


if __name__ == "__main__":
    main()
