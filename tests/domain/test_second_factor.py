"""Codes of the second step, held to RFC 6238's own vectors; which are taken, and of whom one is asked."""

from datetime import UTC, datetime, timedelta

import pytest

from ohms.domain.second_factor import (
    code_at,
    hash_of_recovery,
    key_address,
    key_text,
    new_recovery_code,
    seed_of,
    step_entered,
    step_of,
)

SEED = b"12345678901234567890"
NOW = datetime(2026, 11, 24, 20, tzinfo=UTC)


@pytest.mark.parametrize(
    ("seconds", "eight_digits"),
    [
        (59, "94287082"),
        (1_111_111_109, "07081804"),
        (1_111_111_111, "14050471"),
        (1_234_567_890, "89005924"),
        (2_000_000_000, "69279037"),
        (20_000_000_000, "65353130"),
    ],
)
def test_codes_are_those_of_the_standard(seconds: int, eight_digits: str) -> None:
    """Source: RFC 6238, appendix B, SHA-1; six digits are the last six of its eight."""
    assert code_at(SEED, seconds // 30) == eight_digits[-6:]


@pytest.mark.parametrize(
    ("off", "taken"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)]
)
def test_a_clock_half_a_minute_off_is_taken_and_no_more(off: int, taken: bool) -> None:
    code = code_at(SEED, step_of(NOW) + off)
    assert (step_entered(SEED, code, NOW, after=0) is not None) is taken


def test_a_code_is_taken_once_and_none_before_it_afterwards() -> None:
    here = step_of(NOW)
    assert step_entered(SEED, f" {code_at(SEED, here)[:3]} {code_at(SEED, here)[3:]}", NOW, after=0)
    assert step_entered(SEED, code_at(SEED, here), NOW, after=here) is None
    assert step_entered(SEED, code_at(SEED, here - 1), NOW, after=here) is None
    later = NOW + timedelta(seconds=30)
    assert step_entered(SEED, code_at(SEED, here + 1), later, after=here) == here + 1


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef", "１２３４５６", "12345 x"])
def test_what_is_no_code_is_no_code(typed: str) -> None:
    assert step_entered(SEED, typed, NOW, after=0) is None


def test_the_seed_is_another_for_another_secret_person_or_salt() -> None:
    seeds = {
        seed_of(secret, person, salt)
        for secret in (b"a" * 32, b"b" * 32)
        for person in (1, 2)
        for salt in ("s", "t")
    }
    assert len(seeds) == 8
    assert all(len(seed) == 20 for seed in seeds)
    assert key_text(SEED).replace(" ", "") == "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    assert key_address(SEED, "puget.hsc1") == (
        "otpauth://totp/OHMS:puget.hsc1?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=OHMS"
    )


def test_recovery_codes_are_many_and_typed_as_people_type() -> None:
    codes = {new_recovery_code() for _each in range(200)}
    assert len(codes) == 200
    code = codes.pop()
    assert hash_of_recovery(code) == hash_of_recovery(f" {code.upper().replace('-', ' ')} ")
