"""Which passwords are taken. Source: security.md, "Sign-in and sessions"."""

import pytest

from ohms.domain.errors import RuleBroken
from ohms.domain.passwords import check_password

COMMON = frozenset({"password", "qwerty", "1qaz2wsx3edc4rfv"})
NAMES = ("sound.hsc1", "Rosa Alvarez", "Sound COHE")
DEMO = "demo-ohms-2026-wa"


@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("x" * 14, "at least 15"),
        ("seven green herons " * 14, "at most 256"),
        ("1QAZ2wsx3edc4rfv", "guessers try first"),
        ("qwertyqwertyqwerty", "guessers try first"),
        ("ohms-COHE-washington-2026", "made of names"),
        ("Rosa.Alvarez.2026!", "made of names"),
        (DEMO, "everybody knows"),
    ],
)
def test_short_long_common_repeated_and_named_ones_are_refused(password: str, said: str) -> None:
    with pytest.raises(RuleBroken, match=said):
        check_password(
            password, demo_password=DEMO, demonstration=False, common=COMMON, names=NAMES
        )


@pytest.mark.parametrize(
    "password",
    ["seven green her", "all lower case words", "ÄÖÜ наш пароль 密码", "y" * 256],
)
def test_of_length_alone_anything_else_is_taken(password: str) -> None:
    """No composition rules: small letters alone, blanks, every alphabet."""
    check_password(password, demo_password=DEMO, demonstration=False, common=COMMON, names=NAMES)


def test_the_demonstrations_password_is_taken_in_a_demonstration() -> None:
    check_password(DEMO, demo_password=DEMO, demonstration=True, common=COMMON)
