"""The pages that a COHE keeps at hand for its people: addresses outside of OHMS, in an order of its own.

Each save is a new version; old ones stay. A COHE that has written none has the house's
(`domain/house_resources.py`). One that is no longer listed stands in its history only.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from ohms.domain.errors import RuleBroken
from ohms.domain.one_line import checked_line

LONGEST_TITLE = 120
LONGEST_ADDRESS = 500
LONGEST_NOTE = 500
MOST_RESOURCES = 100
FIRST_PLACE, LAST_PLACE = 1, 999
SECURE = "https"


@dataclass(frozen=True, slots=True)
class Resource:
    """A page as it stands in the list: `number` 0 is the house's, later ones a COHE's versions.

    Lower places come first; within one place the titles decide.
    """

    key: str
    title: str
    address: str
    note: str = ""
    place: int = LAST_PLACE
    listed: bool = True
    number: int = 0

    @property
    def host(self) -> str:
        """Whose page it is, as the address says: told beside the title, so that nobody is surprised."""
        return urlsplit(self.address).hostname or ""


def checked_resource(resource: Resource) -> Resource:
    """The resource with a tidy title; refused without one, or with an address that is none of a page
    reached securely."""
    title = checked_line(
        resource.title, "Enter what this page is called.", longest=LONGEST_TITLE, field="title"
    )
    if len(resource.note) > LONGEST_NOTE:
        raise RuleBroken(f"Shorten the note to {LONGEST_NOTE} characters.", field="note")
    if not FIRST_PLACE <= resource.place <= LAST_PLACE:
        raise RuleBroken(f"Enter a place from {FIRST_PLACE} to {LAST_PLACE}.", field="place")
    return replace(resource, title=title, address=_checked_address(resource.address.strip()))


def _checked_address(address: str) -> str:
    if len(address) > LONGEST_ADDRESS:
        raise RuleBroken(f"Shorten the address to {LONGEST_ADDRESS} characters.", field="address")
    if not address.isascii() or any(not "!" <= sign <= "~" for sign in address) or "\\" in address:
        raise RuleBroken(
            "Copy the address from the browser's own line: it has no spaces and no letters beyond"
            " A to Z.",
            field="address",
        )
    try:
        parts = urlsplit(address)
        host, _port = parts.hostname or "", parts.port
    except ValueError:
        raise RuleBroken("This is not the address of a page.", field="address") from None
    if parts.scheme != SECURE or not address.lower().startswith(f"{SECURE}://"):
        raise RuleBroken("Enter an address that begins with https://", field="address")
    if "." not in host.strip("."):
        raise RuleBroken(
            "Enter the address of a page, such as https://lni.wa.gov/claims", field="address"
        )
    if "@" in parts.netloc:
        raise RuleBroken("Leave the name and password out of the address.", field="address")
    return f"{SECURE}{address[len(SECURE) :]}"


def standing_resources(house: Iterable[Resource], own: Iterable[Resource]) -> list[Resource]:
    """What a COHE has, in its order: the house's, each replaced by the COHE's newest version, and its
    own; those no longer listed too."""
    standing = {each.key: each for each in house}
    for each in own:
        known = standing.get(each.key)
        if known is None or known.number < each.number:
            standing[each.key] = each
    return sorted(standing.values(), key=lambda each: (each.place, each.title.casefold()))
