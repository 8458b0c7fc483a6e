"""What stands above every page of one claim: its identity bar and the ways to its other pages."""

from typing import Any

from flask import url_for

from ohms.blueprints.claims.lists import overdue
from ohms.queries.claims import ClaimShown

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


def head_of(found: ClaimShown, endpoint: str) -> dict[str, Any]:
    """What `claims/page.html` wants of the page at `endpoint`."""
    number = found.claim.claim_number
    return {
        "found": found,
        "claim": found.claim,
        "overdue": overdue,
        "claim_pages": [
            (words, url_for(page, number=number), page == endpoint) for page, words in CLAIM_PAGES
        ],
    }
