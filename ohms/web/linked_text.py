"""Plain text that people wrote, as a page shows it: escaped, with its web addresses to press."""

import re
import unicodedata
from urllib.parse import urlsplit

from markupsafe import Markup

from ohms.web.escaping import escape

LONGEST_ADDRESS = 2_000
_ADDRESS = re.compile(r"(?<![\w.+-])https?://[^\s<>\"'`\\]+", re.IGNORECASE)
_ENDS_A_SENTENCE = ".,;:!?*"
_PAIRS = {")": "(", "]": "[", "}": "{"}


def linked(text: str) -> Markup:
    """The text escaped, with http and https addresses as links; line breaks stay line breaks.

    Nothing else becomes a link: no other scheme, no address with a name or password before its host,
    with an invisible character in it, or over 2,000 characters long.
    """
    if "://" not in text:
        return escape(text)
    parts, at = [], 0
    for found in _ADDRESS.finditer(text):
        address = _without_what_follows(found.group())
        if not _is_safe(address):
            continue
        parts += [escape(text[at : found.start()]), _link(address)]
        at = found.start() + len(address)
    parts.append(escape(text[at:]))
    return Markup("").join(parts)


def _link(address: str) -> Markup:
    return Markup('<a href="{0}" rel="noopener noreferrer nofollow">{0}</a>').format(address)


def _without_what_follows(address: str) -> str:
    """Without the stop of the sentence, or the bracket, that the address stands before."""
    end = len(address)
    counts = {mark: address.count(mark) for mark in (*_PAIRS, *_PAIRS.values())}
    while end:
        last = address[end - 1]
        if last in _PAIRS and counts[last] > counts[_PAIRS[last]]:
            counts[last] -= 1
        elif last not in _ENDS_A_SENTENCE:
            break
        end -= 1
    return address[:end]


def _is_safe(address: str) -> bool:
    if len(address) > LONGEST_ADDRESS:
        return False
    if any(unicodedata.category(character)[0] in "CZ" for character in address):
        return False
    try:
        host = urlsplit(address)
        named = bool(host.hostname)
    except ValueError:
        return False
    return named and "@" not in host.netloc
