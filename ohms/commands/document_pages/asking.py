"""Asking the child process for a page, and keeping what it made: by the file's hash and the page.

The images lie in the instance folder, outside the web root, and are given out by a view that looks
at the claim's access first. They can be thrown away at any time: they are made again.

Who looks waits for a while only; what is not made by then is made on behind them, and whoever looks again
finds it. What no child made in its longest time is tried again at a later look, by one child.
"""

import json
import secrets
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from ohms.domain.document_content import SHOWN_AS_PAGES, DocumentFormat, pages_of_text
from ohms.models.document_store import HASH, DocumentDamaged, DocumentMissing, DocumentStore

FOLDER = "page_images"  # in the instance folder
SECONDS = 15  # that somebody who looks waits
LONGEST = 120  # seconds by the wall that a child may take on a busy machine: it counts its computing itself
AT_ONCE = 2  # children
MOST_WAITING = 16  # pages that wait for a child, or are with one
MOST_OF_ONE = 4  # of them of one document: nobody takes every place
MOST_PATIENT = 3  # requests that wait for a page; the others are answered at once
CHILD = Path(__file__).with_name("drawing.py")

_turns = threading.BoundedSemaphore(AT_ONCE)
_patient = threading.BoundedSemaphore(MOST_PATIENT)
_lock = threading.Lock()
_under_way: dict[Path, "Future[None]"] = {}


class CannotBeShown(Exception):
    """This file cannot be looked at here; it can still be downloaded."""


class FileGone(CannotBeShown):
    """Its file is damaged or not here, and may be brought back."""


class BeingMade(CannotBeShown):
    """It is not made yet, for the machine is busy: whoever looks again in a while finds it."""


@dataclass(frozen=True, slots=True)
class Pages:
    """How many pages a document has, and the text of those that have any."""

    count: int
    text: dict[int, str]


class DocumentPages:
    """The pages of the documents of one store; who looks waits for `patience` seconds.

    `in_any_case`: what is asked for is begun however many wait already.
    """

    def __init__(
        self,
        store: DocumentStore,
        instance: Path,
        *,
        patience: float | None = None,
        in_any_case: bool = False,
    ) -> None:
        self.in_any_case = in_any_case
        self.store, self.patience = store, SECONDS if patience is None else patience
        self.folder = instance / FOLDER

    def read(self, sha256: str, format_: DocumentFormat | None) -> Pages:
        """Page count and text. CannotBeShown for office files, and for what the child gave up."""
        if format_ is DocumentFormat.TEXT:
            text = self._text(sha256)
            return Pages(len(text), text)
        kept = self._place(f"{sha256}.json")
        if not kept.exists():
            self._make(sha256, format_, kept)
        if not (made := kept.read_bytes()):
            raise CannotBeShown
        told = json.loads(made)
        return Pages(told["pages"], {int(page): text for page, text in told["text"].items()})

    def image(self, sha256: str, format_: DocumentFormat | None, page: int) -> bytes:
        """One page as a PNG; CannotBeShown as above, and for a page that there is not."""
        if format_ not in SHOWN_AS_PAGES or not 1 <= page <= self.read(sha256, format_).count:
            raise CannotBeShown
        kept = self._image(sha256, page)
        if not kept.exists():
            self._make(sha256, format_, kept, page)
        if not (drawn := kept.read_bytes()):
            raise CannotBeShown
        return drawn

    def is_late(self, sha256: str, page: int) -> bool:
        """Whether somebody asked for the image of a page, and it is still being made."""
        with _lock:
            return self._image(sha256, page) in _under_way

    def forget_gone(self) -> int:
        """Take away what was made of files that are kept no more, for a purged claim's pages are as much
        of it as its file; how many that were."""
        gone = [
            made
            for made in self.folder.glob("??/*")
            if (of := HASH.match(made.name)) and not self.store.holds(of.group())
        ]
        for made in gone:
            made.unlink(missing_ok=True)
        return len(gone)

    def _text(self, sha256: str) -> dict[int, str]:
        try:
            return pages_of_text(self.store.read_by(sha256))
        except (DocumentMissing, DocumentDamaged):
            raise FileGone from None

    def _make(
        self, sha256: str, format_: DocumentFormat | None, place: Path, page: int | None = None
    ) -> None:
        """Let a child make it, and wait for it. BeingMade where that takes too long."""
        if format_ not in SHOWN_AS_PAGES:
            raise CannotBeShown
        most = None if self.in_any_case else MOST_WAITING
        making = _begun(place, lambda: self._made(sha256, format_, place, page), most)
        waits = _patient.acquire(blocking=False)
        try:
            with suppress(TimeoutError):
                making.result(self.patience if waits else 0)
        finally:
            if waits:
                _patient.release()
        if not place.exists():
            raise BeingMade

    def _made(self, sha256: str, format_: DocumentFormat, place: Path, page: int | None) -> None:
        """What the child cannot make is kept as nothing, so that it is tried once; what it did not make
        in time is not kept."""
        if place.exists():
            return
        for folder in (self.folder, place.parent):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        made = place.with_name(f".{secrets.token_hex(8)}")
        made.touch(mode=0o600)
        try:
            with self._opened(sha256) as file, made.open("wb") as out:
                told = _asked(file, out, format_.value, page)
            if told is None:
                return
            if not told:
                made.write_bytes(b"")
            made.replace(place)
            if not self.store.holds(sha256):  # purged meanwhile
                place.unlink(missing_ok=True)
        finally:
            made.unlink(missing_ok=True)

    def _opened(self, sha256: str) -> BinaryIO:
        try:
            return self.store.open_by(sha256)
        except (DocumentMissing, DocumentDamaged):
            raise FileGone from None

    def _image(self, sha256: str, page: int) -> Path:
        return self._place(f"{sha256}-{page}.png")

    def _place(self, name: str) -> Path:
        return self.folder / name[:2] / name


def _begun(place: Path, make: Callable[[], None], most: int | None) -> "Future[None]":
    """The making that is under way already, else a new one, in a thread of its own. BeingMade, and nothing
    begun, where `most` are, or too many of the same document."""
    with _lock:
        making = _under_way.get(place)
        if making is None:
            if most is not None and _is_full(place, most):
                raise BeingMade
            making = _under_way[place] = Future()
            try:
                threading.Thread(target=_run, args=(place, making, make), daemon=True).start()
            except BaseException:
                del _under_way[place]
                raise
    return making


def _is_full(place: Path, most: int) -> bool:
    of_the_same = sum(_hash_in(other) == _hash_in(place) for other in _under_way)
    return len(_under_way) >= most or of_the_same >= MOST_OF_ONE


def _hash_in(place: Path) -> str:
    found = HASH.match(place.name)
    return found.group() if found else place.name


def _run(place: Path, making: "Future[None]", make: Callable[[], None]) -> None:
    told: BaseException | None = None
    try:
        with _turns:
            make()
    except BaseException as trouble:  # it is for whoever waits
        told = trouble
    with _lock:
        del _under_way[place]
    if told is None:
        making.set_result(None)
    else:
        making.set_exception(told)


def _asked(file: BinaryIO, out: BinaryIO, format_: str, page: int | None) -> bool | None:
    """Whether the child made it; None where it did not end in time. It gets the file as its input, and
    nothing of our surroundings."""
    what = ["read"] if page is None else ["draw", str(page)]
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(CHILD), format_, *what],
            stdin=file,
            stdout=out,
            stderr=subprocess.DEVNULL,
            env={},
            cwd="/",
            timeout=LONGEST,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return None
    return done.returncode == 0
