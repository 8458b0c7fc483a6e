"""Numbers and addresses of the parties of a claim: their shape, and whether two are the same."""

import re

from ohms.domain.errors import RuleBroken

PHONE = re.compile(r"[0-9 ()+.\-]{7,30}(?: ?(?:x|ext\.?) ?[0-9]{1,6})?")
ADDRESS = re.compile(r"[^@\s]{1,64}@[^@\s]+\.[^@\s]+")
LONGEST = 254


def checked_value(kind: str, value: str) -> str:
    """A telephone or fax number, or an electronic address, that could be one."""
    said = " ".join(value.split())
    if kind == "email":
        if len(said) > LONGEST or not ADDRESS.fullmatch(said):
            raise RuleBroken("Enter an address such as name@example.com.", field="value")
        return said
    if not PHONE.fullmatch(said) or sum(each.isdigit() for each in said) < 7:
        raise RuleBroken("Enter a number such as 360-555-0100.", field="value")
    return said


def sameness(kind: str, value: str) -> str:
    """Two values are the same when this is: the last ten digits, or the address in small letters."""
    if kind == "email":
        return value.casefold()
    return "".join(filter(str.isdigit, value))[-10:]
