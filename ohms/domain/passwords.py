"""Which passwords are taken: long ones that are neither common nor made of names. Source: `security.md`,
"Figures".

No composition rules and no expiry: length is what counts.
"""

import re
from collections.abc import Collection, Iterable

from ohms.domain.errors import RuleBroken

SHORTEST, LONGEST = 15, 256

# What a guesser who knows the product tries first.
NAMES_OF_THE_PRODUCT = frozenset(
    {"ohms", "cohe", "lni", "hsc", "demo", "washington", "claim", "password", "passphrase", "wa"}
)
_WORD = re.compile(r"[^\W\d_]+")
_PERSONS_SHORTEST = 3


def check_password(
    password: str,
    *,
    demo_password: str,
    demonstration: bool,
    common: Collection[str] = (),
    names: Iterable[str] = (),
    field: str = "password",
) -> None:
    """Refuse a password too short or long, common, the demonstration's, or made of names and digits
    alone.

    The demonstration's is taken on a demonstration database only. `common` are those that everybody
    tries first, in small letters; `names` are the person's own: user name, name, COHE.
    """
    if len(password) < SHORTEST:
        raise RuleBroken(f"Enter a password of at least {SHORTEST} characters.", field=field)
    if len(password) > LONGEST:
        raise RuleBroken(f"Enter a password of at most {LONGEST} characters.", field=field)
    if password.strip().lower() == demo_password.lower():
        if not demonstration:
            raise RuleBroken(
                "Enter another password: everybody knows the demonstration's.", field=field
            )
    elif _is_common(password, common):
        raise RuleBroken(
            "Enter another password: this one stands on the lists that guessers try first.",
            field=field,
        )
    elif _is_made_of_names(password, names):
        raise RuleBroken(
            "Enter another password: this one is made of names of the product or the person.",
            field=field,
        )


def _is_common(password: str, common: Collection[str]) -> bool:
    """Whether it is one of the common ones, or one of them over and over."""
    said = password.strip().lower()
    if said in common:
        return True
    unit = said[: (said + said).find(said, 1)]
    return len(unit) < len(said) and unit in common


def _is_made_of_names(password: str, names: Iterable[str]) -> bool:
    """Whether nothing but digits and signs is left when the names are taken out, longest first."""
    persons = {
        word
        for name in names
        for word in _WORD.findall(name.lower())
        if len(word) >= _PERSONS_SHORTEST
    }
    left = password.lower()
    for name in sorted(NAMES_OF_THE_PRODUCT | persons, key=len, reverse=True):
        left = left.replace(name, " ")
    return not _WORD.search(left)
