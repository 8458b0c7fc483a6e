"""Where a webhook may lead: out of the house, over HTTPS, and nowhere inside the network of this machine.

Told twice: of the address when it is entered, and of what its name stands for at the moment of connecting
(what OWASP ASVS 5.0 calls server-side request forgery).
"""

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import SplitResult, urlsplit

from ohms.domain.errors import RuleBroken

LONGEST = 400
PORTS = {"https": 443, "http": 80}
UNICAST = IPv6Network("2000::/3")
"""Of IPv6 all that anybody outside has."""
CARRY_ANOTHER = tuple(map(IPv6Network, ("2001::/32", "2002::/16", "64:ff9b::/96")))
"""Addresses that stand for one of IPv4, which may be anybody's."""

SUCH_AS = "Enter an address such as https://desk.example.org/ohms."
INSIDE = "This leads into the network of this machine: enter an address outside."


def checked_address(text: str, *, on_loopback: bool) -> str:
    """An https address that leads outside, as far as it says itself. `on_loopback`: a program on this very
    machine as well, over http (a demonstration that was told so)."""
    said = text.strip()
    told = _split(said)
    host = told.hostname or ""
    if on_loopback and is_this_machine(host) and told.scheme in PORTS:
        return said
    if told.scheme != "https":
        raise RuleBroken("Enter an address that begins with https://.", field="address")
    inside = is_this_machine(host) or "." not in host.strip(".")
    if inside if _literal(host) is None else not is_outside(host):
        raise RuleBroken(INSIDE, field="address")
    return said


def is_outside(address: str) -> bool:
    """Whether an IP address is anybody's on the Internet: not private, loopback, link-local, shared,
    multicast or reserved, nor one that stands for such."""
    ip = ip_address(address.partition("%")[0])
    if isinstance(ip, IPv4Address):
        return ip.is_global and not (ip.is_multicast or ip.is_reserved)
    if ip.ipv4_mapped is not None:
        return is_outside(str(ip.ipv4_mapped))
    return ip in UNICAST and ip.is_global and not any(ip in each for each in CARRY_ANOTHER)


def is_this_machine(host: str) -> bool:
    literal = _literal(host)
    if literal is not None:
        return literal.is_loopback
    return host == "localhost" or host.endswith(".localhost")


def _split(said: str) -> SplitResult:
    """Without a name, a password or a fragment, and with a port that there is."""
    try:
        told = urlsplit(said)
        port = told.port
    except ValueError:  # brackets that do not close, a port that is no number
        raise RuleBroken(SUCH_AS, field="address") from None
    plain = said.isascii() and said.isprintable() and not any(each in said for each in ' \\"<>')
    if not plain or len(said) > LONGEST or not told.hostname or port == 0:
        raise RuleBroken(SUCH_AS, field="address")
    if "@" in told.netloc or told.fragment or "#" in said:
        raise RuleBroken("Leave out names, passwords and what follows #.", field="address")
    return told


def _literal(host: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(host.partition("%")[0])
    except ValueError:
        return None
