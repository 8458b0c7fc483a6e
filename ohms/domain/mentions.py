"""Colleagues named in a note by `@username`, and the sentence for one who does not see the claim."""

import re
from collections.abc import Sequence

from ohms.domain.errors import RuleBroken

MOST_MENTIONS = 20
# Not within a word, so that an e-mail address is none; a full stop after the name ends the sentence.
_MENTION = re.compile(r"(?<![\w@.+-])@([A-Za-z0-9][A-Za-z0-9._-]{0,78}[A-Za-z0-9_])(?!@)")


def mentioned_in(text: str) -> tuple[str, ...]:
    """The usernames that the text mentions, small letters, each once, in their order."""
    return tuple(dict.fromkeys(name.lower() for name in _MENTION.findall(text)))


def check_mentions(names: Sequence[str], seeing: Sequence[str], *, field: str | None) -> None:
    """Refuse more than 20 mentions, and whoever is not among those who see the claim.

    Somebody out of sight and a name that nobody has get the same answer.
    """
    if len(names) > MOST_MENTIONS:
        raise RuleBroken(f"Mention at most {MOST_MENTIONS} colleagues.", field=field)
    others = [f"@{name}" for name in names if name not in seeing]
    if others:
        listed = ", ".join(others)
        verb = "is nobody" if len(others) == 1 else "are nobody"
        raise RuleBroken(
            f"{listed} {verb} who sees this claim: mention colleagues who do.", field=field
        )
