"""Messages on their way: when one is tried again and when it is given up, and how it reads as HTML.

A message leaves the house: it carries counts, names of staff and links, never anything of a claim.
"""

import re
from datetime import datetime, timedelta
from html import escape

WAITS = tuple(
    timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360, 720)
)  # about a day in all
OF_USE = timedelta(days=3)
"""As long as a one-time link lasts. What waited longer tells of days that are over."""
UNCLEAR_AFTER = timedelta(minutes=15)
"""A sender that did not say by then what became of a message has died."""
KEPT = timedelta(days=30)
TOKEN_GOES_HERE = "[made when this is sent]"

TOO_OLD = "It waited longer than three days."
UNCLEAR = "It was being sent when the sender ended: it may have arrived."
OVERTAKEN = "Another link took its place, a password was set, the address changed, or the account was closed."

_ADDRESS = re.compile(r"https?://\S+")


def next_try(tries: int, now: datetime) -> datetime | None:
    """When a message that was tried so often in vain is tried again; None: it is given up."""
    return now + WAITS[tries - 1] if tries <= len(WAITS) else None


def as_html(text: str, subject: str) -> str:
    """The same message as a page: paragraphs, lines that begin with a dash as a list, addresses as links."""
    parts = "\n".join(_block(block) for block in text.strip().split("\n\n"))
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{escape(subject)}</title>'
        f"</head>\n<body>\n{parts}\n</body></html>\n"
    )


def _block(block: str) -> str:
    lines = block.split("\n")
    if all(line.startswith("- ") for line in lines):
        items = "\n".join(f"<li>{_linked(line.removeprefix('- '))}</li>" for line in lines)
        return f"<ul>\n{items}\n</ul>"
    return f"<p>{'<br>'.join(_linked(line) for line in lines)}</p>"


def _linked(line: str) -> str:
    """What stands before an address, and a colon, is what one presses."""
    found = _ADDRESS.search(line)
    if found is None:
        return escape(line)
    before, address, after = line[: found.start()], found[0], line[found.end() :]
    words = before.rstrip().removesuffix(":") or address
    return f'<a href="{escape(address)}">{escape(words)}</a>{escape(after)}'
