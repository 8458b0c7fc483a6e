"""What the environment says, read once when the program starts. Meanings: the README's table."""

import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

from ohms.domain.errors import RuleBroken
from ohms.domain.sessions import ABSOLUTE_HOURS, IDLE_MINUTES, SessionLimits, checked_limits

DEMO_PASSWORD = "demo-ohms-2026-wa"
HERE = "http://127.0.0.1:8000"
SHORTEST_SECRET = 32
LOOPBACK = "OHMS_WEBHOOKS_ON_LOOPBACK"
WELL_KNOWN = frozenset({"secret", "changeme", "dev", "password", DEMO_PASSWORD})
MAIL_PORTS = {"smtp": 587, "smtps": 465}
THIS_MACHINE = frozenset({"localhost", "127.0.0.1", "::1"})
AS_HOSTS = ("localhost", "127.0.0.1")
"""The same as a request names them; Werkzeug takes no IPv6 address for trusted."""


class BadEnvironment(Exception):
    """The environment does not let the program start; the message says what to set."""


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where messages are handed over for delivery, and as whose. `address` is where people sign in."""

    host: str
    port: int
    encrypted_from_the_start: bool
    user: str | None
    password: str | None
    sender: str
    address: str

    @property
    def may_be_plain(self) -> bool:
        """To the machine's own mail server nothing goes over a wire."""
        return self.host in THIS_MACHINE


@dataclass(frozen=True, slots=True)
class OidcProvider:
    """The identity provider of an organisation, and who we are to it."""

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    name: str
    tells_auth_time: bool = True
    """Whether it tells when it asked somebody for their password, as OpenID Connect wants of one that is
    asked for `max_age`; where it does not, its word is taken that `prompt=login` made it ask."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of one process."""

    database_url: str
    read_database_url: str | None
    """A streaming replica from which figures may be read; None where there is none."""
    instance: Path
    secret_key: str | None
    idle_minutes: float
    absolute_hours: float
    trusted_hosts: tuple[str, ...]
    proxies: int
    address: str
    """Where people sign in: what a link that the program writes begins with."""
    mail: MailServer | None
    """None where no mail is set up."""
    oidc: OidcProvider | None
    """None where people sign in by their passwords alone."""
    webhooks_on_loopback: bool
    """Whether webhooks may lead to a program on this machine: a demonstration's alone."""


def settings_from_environment(instance: Path | None = None) -> Settings:
    folder = instance or Path(os.environ.get("OHMS_INSTANCE") or default_instance())
    hosts = tuple(filter(None, os.environ.get("OHMS_TRUSTED_HOSTS", "").split(",")))
    return Settings(
        database_url=os.environ.get("OHMS_DATABASE_URL") or sqlite_url(folder),
        read_database_url=os.environ.get("OHMS_READ_DATABASE_URL") or None,
        instance=folder,
        secret_key=os.environ.get("OHMS_SECRET_KEY"),
        idle_minutes=_number("OHMS_IDLE_MINUTES", IDLE_MINUTES),
        absolute_hours=_number("OHMS_ABSOLUTE_HOURS", ABSOLUTE_HOURS),
        trusted_hosts=hosts,
        proxies=int(_number("OHMS_BEHIND_PROXY", 0)),
        address=_address(hosts) or HERE,
        mail=_mail_server(hosts),
        oidc=_oidc_provider(),
        webhooks_on_loopback=os.environ.get(LOOPBACK) == "yes",
    )


def default_instance() -> Path:
    """`instance/` beside the package, as the repository lays it out."""
    return Path(__file__).resolve().parent.parent / "instance"


def sqlite_url(instance: Path) -> str:
    return f"sqlite:///{instance / 'ohms.sqlite'}"


def secret_for(kind: str, settings: Settings) -> str:
    """The key that signs cookies: given for a live database, made and kept for a demonstration."""
    if kind == "live":
        return _given_secret(settings.secret_key)
    return settings.secret_key or _kept_secret(settings.instance / "secret_key")


def limits_for(kind: str, settings: Settings) -> SessionLimits:
    """How long sessions last. BadEnvironment for what a live database may not set."""
    try:
        return checked_limits(
            settings.idle_minutes, settings.absolute_hours, demonstration=kind == "demo"
        )
    except RuleBroken as broken:
        raise BadEnvironment(broken.message) from None


def hosts_for(kind: str, settings: Settings) -> tuple[str, ...]:
    """Which host names are answered; none told: all by a demonstration, and by a live database this
    machine's own alone."""
    return settings.trusted_hosts or (AS_HOSTS if kind == "live" else ())


def loopback_for(kind: str, settings: Settings) -> bool:
    """Whether webhooks may lead to this very machine. BadEnvironment for a live database."""
    if settings.webhooks_on_loopback and kind == "live":
        raise BadEnvironment(f"Unset {LOOPBACK}: a live database tells nothing over plain HTTP.")
    return settings.webhooks_on_loopback


def _given_secret(secret: str | None) -> str:
    if not secret:
        raise BadEnvironment("Set OHMS_SECRET_KEY: a live database does not start without it.")
    if len(secret) < SHORTEST_SECRET or secret.lower() in WELL_KNOWN:
        raise BadEnvironment(
            f"Set OHMS_SECRET_KEY to at least {SHORTEST_SECRET} random characters."
        )
    return secret


def _kept_secret(path: Path) -> str:
    """One that a crash left empty is no secret: it is made anew."""
    kept = path.read_text().strip() if path.exists() else ""
    if kept:
        return kept
    path.parent.mkdir(parents=True, exist_ok=True)
    made = secrets.token_hex(32)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(made)
        file.flush()
        os.fsync(file.fileno())
    return made


def _oidc_provider() -> OidcProvider | None:
    issuer = os.environ.get("OHMS_OIDC_ISSUER", "").rstrip("/")
    if not issuer:
        return None
    client_id, secret = (
        os.environ.get(f"OHMS_OIDC_CLIENT_{each}", "") for each in ("ID", "SECRET")
    )
    if not client_id or not secret:
        raise BadEnvironment("Set OHMS_OIDC_CLIENT_ID and OHMS_OIDC_CLIENT_SECRET as well.")
    told = urlsplit(issuer)
    if told.scheme != "https" and told.hostname != "localhost":
        raise BadEnvironment("Set OHMS_OIDC_ISSUER to an https address.")
    name = os.environ.get("OHMS_OIDC_NAME") or "your organisation"
    told_time = os.environ.get("OHMS_OIDC_AUTH_TIME") or "told"
    if told_time not in ("told", "untold"):
        raise BadEnvironment("Set OHMS_OIDC_AUTH_TIME to told or untold.")
    return OidcProvider(issuer, client_id, secret, name, told_time == "told")


def _address(hosts: tuple[str, ...]) -> str:
    told = os.environ.get("OHMS_ADDRESS") or (f"https://{hosts[0]}" if hosts else "")
    return told.rstrip("/")


def _mail_server(hosts: tuple[str, ...]) -> MailServer | None:
    url, sender = os.environ.get("OHMS_MAIL_URL"), os.environ.get("OHMS_MAIL_FROM")
    if not url:
        return None
    told = urlsplit(url)
    port = _port(told)
    if not told.hostname or port is None:
        raise BadEnvironment(
            "Set OHMS_MAIL_URL to smtp://USER:PASSWORD@HOST:587 or smtps://USER:PASSWORD@HOST:465."
        )
    if not sender or "@" not in sender or not sender.isprintable():
        raise BadEnvironment("Set OHMS_MAIL_FROM to the address from which messages come.")
    address = _address(hosts)
    if urlsplit(address).scheme not in ("http", "https"):
        raise BadEnvironment("Set OHMS_ADDRESS to where people sign in: https://ohms.example.org.")
    return MailServer(
        told.hostname,
        port,
        told.scheme == "smtps",
        unquote(told.username) if told.username else None,
        unquote(told.password) if told.password else None,
        sender,
        address,
    )


def _port(told: SplitResult) -> int | None:
    try:
        return told.port or MAIL_PORTS.get(told.scheme)
    except ValueError:  # not a number, or none of TCP's
        return None


def _number(name: str, default: float) -> float:
    text = os.environ.get(name)
    if not text:
        return default
    try:
        return float(text)
    except ValueError:
        raise BadEnvironment(f"Set {name} to a number; it is {text!r}.") from None
