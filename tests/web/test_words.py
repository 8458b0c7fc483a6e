"""Values as they read on the screen."""

from ohms.domain.recovery import ContactRuleKind
from ohms.domain.services import SERVICES
from ohms.domain.values import OtherTime, Service
from ohms.web.words import words


def test_a_value_of_one_list_does_not_read_as_its_like_of_another() -> None:
    assert words(OtherTime.OTHER) == "Other work"
    assert words(ContactRuleKind.OTHER) == "To be kept to"


def test_what_has_no_words_of_its_own_reads_as_it_is_kept() -> None:
    assert words("left_message") == "Left message"
    assert words(None) == ""


def test_a_service_reads_everywhere_as_its_own_row_names_it() -> None:
    assert {each: words(each) for each in Service} == {
        each: facts.name for each, facts in SERVICES.items()
    }
