"""Signing in and out, and how the pages look for oneself."""

from ohms.blueprints.accounts import (
    again,
    covering,
    looking_after,
    own_settings,
    providing,
    second_step,
    sessions,
    sign_in_rules,
    signing,
    tokens,
)
from ohms.blueprints.accounts.room import blueprint

__all__ = [
    "again",
    "blueprint",
    "covering",
    "looking_after",
    "own_settings",
    "providing",
    "second_step",
    "sessions",
    "sign_in_rules",
    "signing",
    "tokens",
]
