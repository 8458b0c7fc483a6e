"""A mail server of the tests' own, on a free port: it takes messages, refuses them, or hangs up."""

import socketserver
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage

HANGS_UP = "hangs up"


class SmtpServer(socketserver.ThreadingTCPServer):
    """`answers[recipient]` is what is said to that address: after RCPT, or `HANGS_UP` after the whole
    message. What it took is kept in `messages`."""

    allow_reuse_address = daemon_threads = True

    def __init__(self, host: str = "127.0.0.1") -> None:
        super().__init__((host, 0), _Conversation)
        self.answers: dict[str, str] = {}
        self.messages: list[tuple[str, EmailMessage]] = []

    @property
    def settings(self) -> Mapping[str, str]:
        host, port = self.server_address[:2]
        return {
            "OHMS_MAIL_URL": f"smtp://{host!s}:{port}",
            "OHMS_MAIL_FROM": "ohms@example.org",
            "OHMS_ADDRESS": "https://ohms.example.org",
        }


class _Conversation(socketserver.StreamRequestHandler):
    server: SmtpServer

    def handle(self) -> None:
        self._say("220 ready")
        recipient = ""
        for raw in iter(self.rfile.readline, b""):
            line = raw.decode().strip()
            word = line.partition(" ")[0].upper()
            if word == "RCPT":
                recipient = line.partition("<")[2].partition(">")[0]
                said = self.server.answers.get(recipient, "250 ok")
                self._say("250 ok" if said == HANGS_UP else said)
            elif word == "DATA":
                self._say("354 go on")
                content = b"".join(
                    line.removeprefix(b".") for line in iter(self.rfile.readline, b".\r\n")
                )
                if self.server.answers.get(recipient) == HANGS_UP:
                    return
                message = message_from_bytes(content, policy=policy.default)
                assert isinstance(message, EmailMessage)
                self.server.messages.append((recipient, message))
                self._say("250 taken")
            elif word == "QUIT":
                self._say("221 bye")
                return
            else:
                self._say("250 ok")

    def _say(self, line: str) -> None:
        self.wfile.write(line.encode() + b"\r\n")


@contextmanager
def mail_server(host: str = "127.0.0.1") -> Iterator[SmtpServer]:
    with SmtpServer(host) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
