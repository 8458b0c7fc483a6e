"""What can be entered about a COHE's casework settings: each in its group, from when, and why."""

from collections.abc import Mapping
from typing import Any

from ohms.domain.centre_settings import CO_SIGN, GROUPS, SETTINGS, CentreSetting
from ohms.domain.one_line import LONGEST_REASON
from ohms.web.fields import ChoiceField, DayField, LineField, WholeNumberField
from ohms.web.forms import HistoryForm

YES_NO = {"1": "Yes", "0": "No"}
WAITS = {**YES_NO, "1": "Yes, they wait"}
"""Of what an assistant enters."""


class SettingsForm(HistoryForm):
    from_on = DayField("From", demand="Enter the day from which it holds.")
    reason = LineField(
        "Why", longest=LONGEST_REASON, demand="Enter why this changes: it stays in the history."
    )

    @property
    def groups(self) -> list[tuple[str, list[tuple[CentreSetting, Any]]]]:
        """The settings with their fields, group by group."""
        return [
            (title, [(each, self._fields[each.field]) for each in group])
            for title, group in GROUPS.items()
        ]

    @property
    def draft(self) -> dict[str, int]:
        return {each.name: int(self._fields[each.field].data) for each in SETTINGS.values()}

    def fill(self, values: Mapping[str, int]) -> None:
        for each in SETTINGS.values():
            value = values[each.name]
            self._fields[each.field].data = str(value) if each.is_yes_or_no else value


def _field_of(setting: CentreSetting) -> Any:
    if setting.is_yes_or_no:
        return ChoiceField(setting.label, WAITS if setting.name.startswith(CO_SIGN) else YES_NO)
    return WholeNumberField(
        setting.label, least=setting.least, most=setting.most, demand="Enter a whole number."
    )


for _setting in SETTINGS.values():
    setattr(SettingsForm, _setting.field, _field_of(_setting))
