"""Posting an event to an address outside: over HTTPS, to what its name stood for when it was looked at, and
nowhere that the answer points to.

The name is resolved once and the connection made to what was found, so that a name that stands for
something else a moment later leads nowhere else. No proxy of the environment is asked. Of the answer only
its code is read.
"""

import socket
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from queue import Empty, SimpleQueue
from threading import Event, Thread, Timer
from time import monotonic
from urllib.parse import urlsplit

from ohms.domain.webhook_addresses import PORTS, is_outside, is_this_machine

SECONDS = 10.0
"""For which one step of the conversation is waited for."""
AT_MOST = 20.0
"""After which it is ended, however slowly the other side goes on."""


class NotReached(Exception):
    """Nobody answered, and why, in one line that quotes nobody."""


def post(address: str, body: bytes, headers: Mapping[str, str], *, on_loopback: bool) -> int:
    """The code of the answer. Raises NotReached."""
    told = urlsplit(address)
    host, secure = told.hostname or "", told.scheme == "https"
    if not secure and not (on_loopback and is_this_machine(host)):
        raise NotReached("Only https is spoken.")
    target = (told.path or "/") + (f"?{told.query}" if told.query else "")
    until = monotonic() + AT_MOST
    try:
        port = told.port or PORTS[told.scheme]
        places = _places(host, port, on_loopback=on_loopback)
        connection = _Connection(host, port, places, secure=secure, until=until)
        with _ended_in_time(connection):
            connection.request("POST", target, body, {**headers, "Connection": "close"})
            return connection.getresponse().status
    except (OSError, HTTPException, ValueError) as trouble:
        raise NotReached(_told(trouble)) from trouble


class _Connection(HTTPConnection):
    """A connection to one of `places`, whatever its name stands for by then; ended at `until`."""

    def __init__(
        self, host: str, port: int, places: list[str], *, secure: bool, until: float
    ) -> None:
        self.default_port = PORTS["https" if secure else "http"]
        super().__init__(host, port, timeout=SECONDS)
        self._places = places
        self._until = until
        self._trusted = ssl.create_default_context() if secure else None

    def connect(self) -> None:
        plain = self._reached()
        if self._trusted is None:
            self.sock = plain
            self.left()
            return
        with _closed_on_trouble(plain):
            wrapped = self._trusted.wrap_socket(
                plain, server_hostname=self.host, do_handshake_on_connect=False
            )
        self.sock = wrapped
        self.left()
        wrapped.do_handshake()

    def _reached(self) -> socket.socket:
        refused: OSError | None = None
        for place in self._places:
            seconds = min(SECONDS, self.left())
            try:
                return socket.create_connection((place, self.port), seconds)
            except OSError as trouble:
                refused = trouble
        raise refused or OSError("Its name stands for nothing.")

    def left(self) -> float:
        """Seconds until it is ended. TimeoutError once there are none: asked again when `sock` is there to be
        shut, for what ends a conversation from outside comes once, and may have come before."""
        left = self._until - monotonic()
        if left <= 0:
            raise TimeoutError
        return left


def _places(host: str, port: int, *, on_loopback: bool) -> list[str]:
    """What the name stands for now. NotReached where any of it is inside: who names both means no good."""
    places = list(dict.fromkeys(_looked_up(host, port)))
    for place in places:
        if not (is_outside(place) or (on_loopback and is_this_machine(place))):
            raise NotReached("Its name stands for an address inside, where nothing is sent.")
    return places


def _looked_up(host: str, port: int) -> list[str]:
    """The addresses of a name. TimeoutError where the look-up takes too long: the system's own knows no
    end, so it is left behind."""
    answers = SimpleQueue[list[str] | Exception]()

    def look_up() -> None:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            answers.put([str(each[4][0]) for each in found])
        except Exception as trouble:
            answers.put(trouble)

    Thread(target=look_up, daemon=True).start()
    try:
        answer = answers.get(timeout=SECONDS)
    except Empty:
        raise TimeoutError from None
    if isinstance(answer, Exception):
        raise answer
    return answer


@contextmanager
def _ended_in_time(connection: _Connection) -> Iterator[None]:
    """Shut from outside where the other side drips its answer."""

    late = Event()

    def shut() -> None:
        late.set()
        if connection.sock is not None:
            socket.socket.shutdown(connection.sock, socket.SHUT_RDWR)

    timer = Timer(connection.left(), shut)
    timer.daemon = True
    timer.start()
    try:
        yield
    except (OSError, HTTPException, ValueError) as trouble:
        if late.is_set():
            raise TimeoutError from trouble
        raise
    finally:
        timer.cancel()
        connection.close()


@contextmanager
def _closed_on_trouble(plain: socket.socket) -> Iterator[None]:
    try:
        yield
    except BaseException:
        plain.close()
        raise


def _told(trouble: Exception) -> str:
    if isinstance(trouble, ssl.SSLCertVerificationError):
        return f"Its certificate is not trusted: {trouble.verify_message}."
    if isinstance(trouble, TimeoutError):
        return "It did not answer in time."
    if isinstance(trouble, OSError) and trouble.strerror:
        return f"{trouble.strerror}."
    return (
        "It broke the conversation off." if isinstance(trouble, OSError) else "It speaks no HTTP."
    )
