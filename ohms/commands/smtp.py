"""Handing messages to the mail server: over an encrypted connection, and sure of what became of each."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from email import policy
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr

from ohms import clock
from ohms.commands.outbox import Claimed
from ohms.config import BadEnvironment, MailServer
from ohms.domain.outbox import as_html

SECONDS = 30
ACCEPTED = 250


class NotNow(Exception):
    """The server did not take the message, and may take it later."""


class Refused(Exception):
    """The server will never take the message."""


class Unclear(Exception):
    """The server had the whole message and did not say whether it took it."""


class MailConnection:
    """A connection that outlives one message; opened before any is claimed."""

    def __init__(self, server: MailServer) -> None:
        self._server = server
        self._smtp: smtplib.SMTP | None = None

    def open(self) -> None:
        """Be connected; BadEnvironment where the server cannot be reached, trusted or signed in to."""
        if self._smtp is not None and self._answers(self._smtp):
            return
        self._smtp = None
        try:
            self._smtp = self._connected()
        except (OSError, smtplib.SMTPException) as trouble:
            raise BadEnvironment(
                f"The mail server {self._server.host} cannot be used: {_told(trouble)}."
            ) from trouble

    def close(self) -> None:
        if self._smtp is not None:
            self._smtp.close()
            self._smtp = None

    def send(self, message: Claimed) -> None:
        """Hand one message over. Raises NotNow, Refused or Unclear."""
        content = _written(message, self._server).as_bytes(policy=policy.SMTP)
        assert self._smtp is not None, "open() comes first"
        smtp = self._smtp
        try:
            _check(smtp.mail(self._server.sender))
            _check(smtp.rcpt(message.recipient))
        except (OSError, smtplib.SMTPException) as trouble:
            self.close()
            raise NotNow(_told(trouble)) from trouble
        except (NotNow, Refused):
            self._begin_anew(smtp)
            raise
        try:
            answer = smtp.data(content)
        except smtplib.SMTPDataError as refused:  # before the first byte of it
            answer = (refused.smtp_code, _as_bytes(refused.smtp_error))
        except (OSError, smtplib.SMTPException) as trouble:
            self.close()
            raise Unclear(_told(trouble)) from trouble
        _check(answer)

    def _connected(self) -> smtplib.SMTP:
        server, secure = self._server, ssl.create_default_context()
        if server.encrypted_from_the_start:
            smtp: smtplib.SMTP = smtplib.SMTP_SSL(
                server.host, server.port, timeout=SECONDS, context=secure
            )
        else:
            smtp = smtplib.SMTP(server.host, server.port, timeout=SECONDS)
        with _closed_on_trouble(smtp):
            if not (server.encrypted_from_the_start or server.may_be_plain):
                smtp.starttls(context=secure)
            if server.user is not None:
                smtp.login(server.user, server.password or "")
            else:
                smtp.ehlo_or_helo_if_needed()
        return smtp

    def _answers(self, smtp: smtplib.SMTP) -> bool:
        try:
            return smtp.noop()[0] == ACCEPTED
        except (OSError, smtplib.SMTPException):
            self.close()
            return False

    def _begin_anew(self, smtp: smtplib.SMTP) -> None:
        try:
            smtp.rset()
        except (OSError, smtplib.SMTPException):
            self.close()


def _written(message: Claimed, server: MailServer) -> EmailMessage:
    """As text and as HTML that say the same. Its name stays with it: who gets it twice sees that."""
    if "@" not in message.recipient or not message.recipient.isascii():
        raise Refused("This is no address that a message can be sent to.")
    mail = EmailMessage()
    try:
        mail["From"], mail["To"] = server.sender, message.recipient
        mail["Subject"] = message.subject
    except ValueError as wrong:
        raise Refused("This is no address that a message can be sent to.") from wrong
    mail["Date"] = format_datetime(clock.now())
    mail["Message-ID"] = f"<outbox-{message.id}@{parseaddr(server.sender)[1].rpartition('@')[2]}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(message.body)
    mail.add_alternative(as_html(message.body, message.subject), subtype="html")
    return mail


def _check(answer: tuple[int, bytes]) -> None:
    code, said = answer
    if 200 <= code < 300:
        return
    told = f"{code} {said.decode('ascii', 'replace')}"
    raise Refused(told) if code >= 500 else NotNow(told)


def _told(trouble: Exception) -> str:
    """In one line, without what was sent."""
    if isinstance(trouble, smtplib.SMTPResponseException):
        said = _as_bytes(trouble.smtp_error).decode("ascii", "replace")
        return " ".join(f"{trouble.smtp_code} {said}".split())
    if isinstance(trouble, OSError) and trouble.strerror:
        return trouble.strerror
    return " ".join(str(trouble).split()) or type(trouble).__name__


def _as_bytes(said: bytes | str) -> bytes:
    return said if isinstance(said, bytes) else said.encode("ascii", "replace")


@contextmanager
def _closed_on_trouble(smtp: smtplib.SMTP) -> Iterator[None]:
    try:
        yield
    except BaseException:
        smtp.close()
        raise
