"""To where a webhook's message goes: over https, to what the name stood for, nowhere inside, and not for ever."""

import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from ohms.commands import posting
from ohms.commands.posting import NotReached, post
from ohms.config import BadEnvironment, loopback_for, settings_from_environment
from tests.webhooks import receiver


@pytest.mark.parametrize("place", ["10.0.0.1", "127.0.0.1", "169.254.169.254", "::1"])
def test_a_name_that_stands_for_an_address_inside_is_not_called_on(
    place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    family = socket.AF_INET6 if ":" in place else socket.AF_INET
    found = [
        (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("93.184.215.14", 443)),
        (family, socket.SOCK_STREAM, 6, "", (place, 443)),
    ]
    called: list[object] = []
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_options: found)
    monkeypatch.setattr(socket, "create_connection", lambda *args: called.append(args))
    with pytest.raises(NotReached, match="inside"):
        post("https://program.example/", b"{}", {}, on_loopback=False)
    assert called == []


def test_the_connection_goes_to_what_the_name_stood_for_when_it_was_looked_at(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked, called = [], []

    def look_up(host: str, port: int, **_options: object) -> list[Any]:
        asked.append(host)
        place = "93.184.215.14" if len(asked) == 1 else "127.0.0.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (place, port))]

    def connect(address: tuple[str, int], _seconds: float) -> socket.socket:
        called.append(address)
        raise ConnectionRefusedError(111, "Connection refused")

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    monkeypatch.setattr(socket, "create_connection", connect)
    with pytest.raises(NotReached, match=r"Connection refused\."):
        post("https://program.example:8443/", b"{}", {}, on_loopback=False)
    assert (asked, called) == (["program.example"], [("93.184.215.14", 8443)])


def test_plain_http_is_spoken_on_loopback_alone_and_only_where_it_was_told_so() -> None:
    with receiver() as program:
        assert post(program.address, b"{}", {}, on_loopback=True) == 204
        for address, on_loopback in ((program.address, False), ("http://program.example/", True)):
            with pytest.raises(NotReached, match="https"):
                post(address, b"{}", {}, on_loopback=on_loopback)
        tls_to_plain = program.address.replace("http:", "https:")
        with pytest.raises(NotReached):
            post(tls_to_plain, b"{}", {}, on_loopback=True)
        assert len(program.told) == 1


def test_a_live_database_lets_no_webhook_lead_to_its_own_machine(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert not loopback_for("live", settings_from_environment())
    monkeypatch.setenv("OHMS_WEBHOOKS_ON_LOOPBACK", "yes")
    assert loopback_for("demo", settings_from_environment())
    with pytest.raises(BadEnvironment):
        loopback_for("live", settings_from_environment())


def test_however_many_addresses_a_name_stands_for_it_is_ended_in_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    past, waited = [0.0], []

    def connect(_address: tuple[str, int], seconds: float) -> socket.socket:
        waited.append(seconds)
        past[0] += 9.0
        raise TimeoutError

    found = [
        (socket.AF_INET, socket.SOCK_STREAM, 6, "", (f"93.184.215.{n}", 443)) for n in range(9)
    ]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_options: found)
    monkeypatch.setattr(socket, "create_connection", connect)
    monkeypatch.setattr(posting, "monotonic", lambda: past[0])
    with pytest.raises(NotReached, match="in time"):
        post("https://program.example/", b"{}", {}, on_loopback=False)
    assert waited == [10.0, 10.0, 2.0]


def test_a_name_that_is_looked_up_for_ever_is_ended_in_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_options: told.wait(10))
    monkeypatch.setattr(posting, "SECONDS", 0.05)
    try:
        with pytest.raises(NotReached, match="in time"):
            post("https://program.example/", b"{}", {}, on_loopback=False)
    finally:
        told.set()


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_one_that_is_reached_too_late_is_told_nothing(
    scheme: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    past, (near, far) = [0.0], socket.socketpair()

    def connect(_address: tuple[str, int], _seconds: float) -> socket.socket:
        past[0] = posting.AT_MOST
        return near

    monkeypatch.setattr(socket, "create_connection", connect)
    monkeypatch.setattr(posting, "monotonic", lambda: past[0])
    with far:
        with pytest.raises(NotReached, match="in time"):
            post(f"{scheme}://127.0.0.1:9/", b"{}", {}, on_loopback=True)
        assert far.recv(1) == b"", "it was shut, and nothing was said before"


def test_an_answer_that_drips_is_ended_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    class Drips(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.wfile.write(b"HTTP/1.1 2")
            self.wfile.flush()
            self.rfile.read(1_000)  # until the other side is gone

    monkeypatch.setattr(posting, "AT_MOST", 0.1)
    with ThreadingHTTPServer(("127.0.0.1", 0), Drips) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            with pytest.raises(NotReached, match="in time"):
                post(f"http://127.0.0.1:{server.server_address[1]}/", b"{}", {}, on_loopback=True)
        finally:
            server.shutdown()
            thread.join()
