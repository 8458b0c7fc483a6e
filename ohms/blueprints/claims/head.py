"""What stands above every page of one claim: its identity bar and the ways to its other pages."""

from typing import Any

from flask import url_for

from ohms.blueprints.claims.lists import overdue
from ohms.queries.claims import ClaimShown
from ohms.queries.retention import purge_of
from ohms.web.access import current_actor

# Endpoint and words of each page of a claim, in the order in which they stand.
CLAIM_PAGES = (
    ("claims.show", "Timeline"),
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

ABOUT_OUR_WORK = frozenset({"claims.complexity", "claims.coordination"})
"""Pages on which its own COHE decides: not offered to who opened the claim by break-glass."""


def head_of(found: ClaimShown, endpoint: str) -> dict[str, Any]:
    """What `claims/page.html` wants of the page at `endpoint`."""
    number = found.claim.claim_number
    opened = found.claim.id in current_actor().opened
    return {
        "found": found,
        "claim": found.claim,
        "overdue": overdue,
        "claim_pages": [
            (words, url_for(page, number=number), page == endpoint)
            for page, words in CLAIM_PAGES
            if not opened or page not in ABOUT_OUR_WORK
        ],
        "opened": opened,
        "purged": purge_of(found.claim),
    }
