"""What stands above every page of one claim: its identity bar and the ways to its other pages."""

from functools import lru_cache
from typing import Any

from flask import render_template, request, url_for

from ohms.blueprints.claims.lists import overdue
from ohms.queries.claims import ClaimShown
from ohms.queries.retention import purge_of
from ohms.web.access import current_actor

# Endpoint and words of each page of a claim, in the order in which they stand.
FIRST_PAGE = "claims.show"
CLAIM_PAGES = (
    (FIRST_PAGE, "Timeline"),
    ("claims.notes", "Notes"),
    ("claims.file", "File"),
    ("claims.recovery", "Recovery"),
    ("claims.referrals", "Referrals"),
    ("claims.parties", "Parties"),
    ("claims.complexity", "Complexity"),
    ("claims.time", "Time"),
    ("claims.coordination", "Coordination"),
    ("claims.history", "History"),
)

ANY_NUMBER = "ANY-NUMBER"
"""Where the number of a claim goes in an address that is looked up once."""

ABOUT_OUR_WORK = frozenset({"claims.complexity", "claims.coordination"})
"""Pages on which its own COHE decides: not offered to who opened the claim by break-glass."""


LEFT_WHEN_PURGED = frozenset(
    {"claims.show", "claims.time", "claims.coordination", "claims.history"}
)
"""Pages of which something stays when the records of a claim are purged."""


def claim_page(page: str, found: ClaimShown, endpoint: str, /, **told: Any) -> str:
    """A page of a claim. Once its records are purged, a page of which nothing stays says so instead:
    what it would offer could only be refused."""
    left = found.claim.purged_at is None or endpoint in LEFT_WHEN_PURGED
    template = page if left else "claims/page.html"
    return render_template(template, **_head_of(found, endpoint), **told)


def _head_of(found: ClaimShown, endpoint: str) -> dict[str, Any]:
    """What `claims/page.html` wants of the page at `endpoint`."""
    purged = found.claim.purged_at is not None
    number = found.claim.claim_number
    opened = found.claim.id in current_actor().opened
    return {
        "found": found,
        "claim": found.claim,
        "overdue": overdue,
        "is_sub_page": endpoint != FIRST_PAGE,
        "claim_pages": [
            (words, _address_of(page, number), page == endpoint)
            for page, words in CLAIM_PAGES
            if (not opened or page not in ABOUT_OUR_WORK)
            and (not purged or page in LEFT_WHEN_PURGED)
        ],
        "opened": opened,
        "purged": purge_of(found.claim),
    }


def _address_of(page: str, number: str) -> str:
    """From one page to the next, Tab goes on where the pages stand; the first begins on top."""
    return _address_of_any(request.script_root, page).replace(ANY_NUMBER, number)


@lru_cache
def _address_of_any(_root: str, page: str) -> str:
    return url_for(page, number=ANY_NUMBER, _anchor=None if page == FIRST_PAGE else "pages")
