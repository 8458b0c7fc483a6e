"""Text templates: fields that are known, filled from a claim, and which version stands."""

from dataclasses import replace
from typing import Any

import pytest

from ohms.domain.errors import RuleBroken
from ohms.domain.house_templates import HOUSE_TEMPLATES
from ohms.domain.text_templates import (
    FIELDS,
    Purpose,
    TextTemplate,
    appended,
    checked_template,
    filled,
    standing_templates,
)
from ohms.domain.values import StandardWork

LETTER = TextTemplate("a", Purpose.LETTER, "A letter", "Dear {worker},")


def test_fields_are_filled_and_what_nobody_knows_says_so() -> None:
    text = filled("{worker}, {claim_number}, fax {clinic_fax}", {"worker": "Jo", "clinic_fax": ""})
    assert text == "Jo, (not known), fax (not known)"


def test_a_value_with_braces_is_printed_and_not_filled_again() -> None:
    assert filled("{worker}", {"worker": "{today}", "today": "now"}) == "{today}"


@pytest.mark.parametrize("body", ["Dear {wroker},", "{}", "{Worker}", "{worker }", "{a{worker}}"])
def test_an_unknown_field_is_refused_with_its_name_and_those_that_exist(body: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        checked_template(replace(LETTER, body=body))
    assert refused.value.field == "body"


def test_the_refusal_names_the_field_and_those_that_exist() -> None:
    with pytest.raises(RuleBroken, match=r"There is no field \{wroker\}\. Use \{worker\}, "):
        checked_template(replace(LETTER, body="Dear {wroker},"))


@pytest.mark.parametrize("body", ["Dear {worker", "Dear worker}", "{worker}}"])
def test_a_brace_that_is_not_closed_is_refused(body: str) -> None:
    with pytest.raises(RuleBroken, match="Close each field"):
        checked_template(replace(LETTER, body=body))


@pytest.mark.parametrize(
    ("field", "value"),
    [("title", " "), ("title", "x" * 81), ("body", " \n"), ("body", "x" * 8001)],
)
def test_a_template_has_a_title_and_a_text_within_their_lengths(field: str, value: str) -> None:
    changed: dict[str, Any] = {field: value}
    with pytest.raises(RuleBroken) as refused:
        checked_template(replace(LETTER, **changed))
    assert refused.value.field == field


def test_the_newest_version_of_a_cohe_stands_before_the_houses() -> None:
    house = [LETTER, replace(LETTER, key="b", title="B")]
    own = [
        replace(LETTER, title="First", number=1),
        replace(LETTER, title="Second", number=2),
        replace(LETTER, key="own", title="Own", number=1),
    ]
    assert [each.title for each in standing_templates(house, own)] == ["Second", "B", "Own"]


def test_a_text_goes_below_what_is_written_and_alone_into_an_empty_note() -> None:
    assert appended(" \n", "Text") == "Text"
    assert appended("Said so.\n", "Text") == "Said so.\n\nText"


def test_the_house_has_a_text_for_each_item_of_standard_work_and_all_pass_its_own_rule() -> None:
    notes = [each for each in HOUSE_TEMPLATES if each.purpose is Purpose.NOTE]
    assert {each.standard_work for each in notes} == set(StandardWork)
    assert len({each.key for each in HOUSE_TEMPLATES}) == len(HOUSE_TEMPLATES)
    for each in HOUSE_TEMPLATES:
        assert checked_template(each) == each
        assert "{" not in filled(each.body, dict.fromkeys(FIELDS, "x"))
