"""What a machine lacks: a skip for a newcomer, a failure where everything must run."""

import os
from typing import NoReturn

import pytest


def is_ci() -> bool:
    """Whether this run must leave nothing out (CI=true)."""
    return os.environ.get("CI", "").lower() == "true"


def is_busy() -> bool:
    """Whether others are known to work beside this run, on the same cores: OHMS_TESTS_BUSY=yes."""
    return os.environ.get("OHMS_TESTS_BUSY", "").lower() == "yes"


def not_here(what: str) -> NoReturn:
    """Skips the test for want of `what`; with CI=true fails it instead."""
    if is_ci():
        pytest.fail(f"{what} is missing, and CI=true allows no skip", pytrace=False)
    pytest.skip(f"{what} is missing on this machine")
