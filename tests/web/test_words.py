"""Values as they read on the screen."""

from ohms.domain.recovery import ContactRuleKind
from ohms.domain.values import OtherTime
from ohms.web.words import words


def test_a_value_of_one_list_does_not_read_as_its_like_of_another() -> None:
    assert words(OtherTime.OTHER) == "Other work"
    assert words(ContactRuleKind.OTHER) == "To be kept to"


def test_what_has_no_words_of_its_own_reads_as_it_is_kept() -> None:
    assert words("left_message") == "Left message"
    assert words(None) == ""
