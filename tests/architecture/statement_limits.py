"""How often a page may ask the database: the same for every page, whatever it holds."""

from collections.abc import Mapping

MOST = 12
"""By page, the session's reading and the audit's writing included."""

KNOWN: Mapping[str, int] = {
    "/employers/<int(max=2147483647):employer_id>": 17,
    "/providers/<int(max=2147483647):provider_id>": 15,
    "/rehoming/<int(max=2147483647):rehoming_id>": 16,
    "/reports/quarterly/<cohe>/<quarter>": 20,
    "/reports/quarterly/<cohe>/<quarter>/texts/<part>": 20,
}
"""Pages that ask more often, by their address in the URL map: the number may only fall, and what is at
most `MOST` leaves the list."""


def over(asked: Mapping[str, int]) -> list[str]:
    """What is to be said of pages that ask more often than they may, and of exceptions that are none."""
    found = [
        f"{page} asks {times} times, at most {KNOWN.get(page, MOST)}"
        for page, times in asked.items()
        if times > KNOWN.get(page, MOST)
    ]
    found += [
        f"{page} asks {asked[page]} times: the {known} of its exception may fall"
        for page, known in KNOWN.items()
        if asked.get(page, known) < known
    ]
    return sorted(found)
