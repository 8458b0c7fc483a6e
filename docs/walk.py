"""Walks every page of a person in a demonstration, in Chromium: `.venv/bin/python docs/walk.py puget.hsc1`.

It follows the links from Today and takes, of every route, the first few addresses that it meets. Each page
is looked at in five widths (1920, 1280, 200 % zoom of it, a phone, 400 % zoom), light and dark, printed and
without JavaScript, by `tests/browser/looking.js` and by axe. What is found is printed, and pictures are
laid into the folder that `--out` names. It fills a demonstration in a temporary folder, or takes the one
that OHMS_INSTANCE names, or the one that `--base` serves. Needs the `test` extra.
"""

import argparse
import os
import re
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page, Playwright, sync_playwright
from screenshots import CHROMIUM, chromium, served

from ohms.app import create_app
from ohms.config import DEMO_PASSWORD

LOOKING = (Path(__file__).parents[1] / "tests/browser/looking.js").read_text()
UNFOLD = (
    "document.querySelectorAll('main details:not(.drop)').forEach((each) => { each.open = true; })"
)
FOLD = "document.querySelectorAll('main details').forEach((each) => { each.open = false; })"
WIDTHS = {1920: 1080, 1280: 900, 640: 450, 390: 844, 320: 256}
WITH_AXE = (1280, 640, 320)
TALLEST = 2600
PAPER = {"auto": 725, "across": 965}
"""A Letter sheet less its margins, in px of CSS, as the page says that it lies."""
PICTURES = {(1280, "light"), (1920, "dark"), (390, "light")}


def main() -> None:
    asked = arguments()
    with TemporaryDirectory(prefix="ohms-walk-") as folder, sync_playwright() as playwright:
        os.environ.setdefault("OHMS_INSTANCE", folder)
        with nullcontext(asked.base) if asked.base else served() as base:
            sys.exit(walk_all(playwright, base, asked))


def walk_all(playwright: Playwright, base: str, asked: argparse.Namespace) -> bool:
    """Whether anything was found."""
    browser = playwright.chromium.launch(executable_path=chromium(), args=CHROMIUM)
    found = [sum(Walk(browser, base, username, asked).told()) for username in asked.users]
    browser.close()
    return any(found)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("users", nargs="+")
    parser.add_argument("--base", help="where a demonstration is served already")
    parser.add_argument("--each", type=int, default=1, help="addresses of each route")
    parser.add_argument("--at", nargs="*", help="these addresses alone")
    parser.add_argument("--widths", type=int, nargs="+", default=list(WIDTHS), choices=WIDTHS)
    parser.add_argument("--out", type=Path, help="a folder for pictures")
    parser.add_argument("--no-axe", dest="axe", action="store_false")
    return parser.parse_args()


class Walk:
    """One person's pages."""

    def __init__(self, browser: Browser, base: str, username: str, asked: argparse.Namespace):
        self.browser, self.base, self.username, self.asked = browser, base, username, asked
        self.axe = Axe()
        self.errors: list[str] = []

    def told(self) -> Iterator[int]:
        """Prints what is found at each address, and how much that is."""
        page = self._signed_in()
        plain = self._without_scripts(page)
        number = 0
        for number, address in enumerate(self.addresses(page), start=1):
            faults = [*self.seen(page, number, address), *self.seen_without_scripts(plain, address)]
            print(f"{self.username} {address}", *dict.fromkeys(faults), sep="\n    ", flush=True)
            yield len(faults)
        print(f"{self.username}: {number} addresses", flush=True)

    def addresses(self, page: Page) -> Iterator[str]:
        """Those asked for, or the first few of every route that a link leads to, as they are met."""
        if self.asked.at:
            yield from self.asked.at
            return
        routes = create_app().url_map.bind("localhost")
        taken: Counter[str] = Counter()
        waiting, known = ["/"], {"/"}
        while waiting:
            address = waiting.pop(0)
            answer = page.request.get(self.base + address)
            if not answer.ok:
                print(f"{self.username} {address}\n    answers {answer.status}", flush=True)
            elif "text/html" in answer.headers.get("content-type", ""):
                yield address
                for link in links_of(answer.text()):
                    path = urlsplit(link).path
                    if link not in known and routes.test(path, method="GET"):
                        known.add(link)
                        endpoint, _ = routes.match(path, method="GET")
                        taken[kind := f"{endpoint}{'?' * ('?' in link)}"] += 1
                        if taken[kind] <= self.asked.each:
                            waiting.append(link)

    def seen(self, page: Page, number: int, address: str) -> Iterator[str]:
        self.errors.clear()
        page.set_viewport_size({"width": 1280, "height": 900})
        page.goto(self.base + address)
        for width in self.asked.widths:
            page.set_viewport_size({"width": width, "height": WIDTHS[width]})
            for scheme in ("light", "dark"):
                page.emulate_media(color_scheme=scheme)
                where = f"{width} {scheme}"
                if (width, scheme) in PICTURES:
                    self._picture(page, number, address, f"{width}{scheme}")
                if scheme == "light":
                    yield from (f"{where}: {each}" for each in page.evaluate(f"({LOOKING}).page()"))
                if self.asked.axe and width in WITH_AXE and (scheme == "light" or width == 1280):
                    yield from (f"{where}: {each}" for each in self._axe(page))
        page.set_viewport_size({"width": 1280, "height": 900})
        page.keyboard.press("Tab")
        yield from (f"focus: {each}" for each in page.evaluate(f"({LOOKING}).focus()"))
        yield from self._unfolded(page)
        yield from (f"print: {each}" for each in self._printed(page, number, address))
        yield from self.errors

    def _unfolded(self, page: Page) -> Iterator[str]:
        page.evaluate(UNFOLD)
        for width in (1280, 390):
            page.set_viewport_size({"width": width, "height": 900})
            yield from (
                f"{width} unfolded: {each}" for each in page.evaluate(f"({LOOKING}).page()")
            )
        if self.asked.axe:
            yield from (f"unfolded: {each}" for each in self._axe(page))

    def _printed(self, page: Page, number: int, address: str) -> list[str]:
        page.set_viewport_size({"width": 1280, "height": 900})
        page.evaluate(f"window.shown = ({LOOKING}).texts()")
        page.evaluate(FOLD)
        page.emulate_media(media="print", color_scheme="dark")
        lies = page.evaluate("getComputedStyle(document.body).page")
        page.set_viewport_size({"width": PAPER[lies], "height": 900})
        self._picture(page, number, address, "print")
        lost: list[str] = page.evaluate(f"({LOOKING}).paper(window.shown)")
        page.emulate_media(media="screen", color_scheme="light")
        return lost

    def seen_without_scripts(self, page: Page, address: str) -> Iterator[str]:
        page.goto(self.base + address)
        for width in (1280, 390):
            page.set_viewport_size({"width": width, "height": 900})
            yield from (
                f"no script, {width}: {each}" for each in page.evaluate(f"({LOOKING}).bare()")
            )

    def _axe(self, page: Page) -> list[str]:
        violations = self.axe.run(page).response["violations"]
        return [
            f"axe {each['id']}: {'; '.join(node['html'][:160] for node in each['nodes'][:2])}"
            for each in violations
        ]

    def _picture(self, page: Page, number: int, address: str, kind: str) -> None:
        if self.asked.out is not None:
            name = re.sub(r"[^A-Za-z0-9]+", "_", address).strip("_")[:60] or "today"
            folder = self.asked.out / self.username / kind
            folder.mkdir(parents=True, exist_ok=True)
            tall = min(page.evaluate("document.documentElement.scrollHeight"), TALLEST)
            size = {"x": 0, "y": 0, "width": page.evaluate("innerWidth"), "height": tall}
            page.screenshot(path=folder / f"{number:03}_{name}.png", full_page=True, clip=size)

    def _signed_in(self) -> Page:
        page = self.browser.new_context(reduced_motion="reduce", bypass_csp=True).new_page()
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.errors.append(f"script: {error}"))
        page.goto(f"{self.base}/login")
        page.fill("#username", self.username)
        page.fill("#password", DEMO_PASSWORD)
        page.press("#password", "Enter")
        page.wait_for_url(lambda url: "/login" not in url)
        return page

    def _without_scripts(self, page: Page) -> Page:
        kept = page.context.storage_state()
        return self.browser.new_context(java_script_enabled=False, storage_state=kept).new_page()

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.errors.append(f"console: {message.text}")


def links_of(text: str) -> list[str]:
    """The addresses of our own in a page, without what stands behind `#`."""
    found = (each.replace("&amp;", "&") for each in re.findall(r'<a [^>]*?href="(/[^"#]*)', text))
    return list(dict.fromkeys(found))


if __name__ == "__main__":
    main()
