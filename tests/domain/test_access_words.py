"""Every permission has its words, once, and a position's are told by what they are about."""

from ohms.domain.access import Permission
from ohms.domain.access_words import WORDS, in_words
from ohms.domain.positions import permissions_of
from ohms.domain.values import Role


def test_every_permission_has_words_of_its_own() -> None:
    told = [permission for area in WORDS.values() for permission in area]
    assert sorted(told) == sorted(Permission)
    words = [each for area in WORDS.values() for each in area.values()]
    assert len(set(words)) == len(words)


def test_a_desk_is_told_its_queue_and_no_claims() -> None:
    areas = dict(in_words(permissions_of(Role.DESK_STAY_AT_WORK)))
    assert "work the queue of their desk" in areas["Documents and referrals"]
    assert "Claims" not in areas
