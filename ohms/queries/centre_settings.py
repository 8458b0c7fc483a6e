"""What a COHE set for its casework through time: each change with its day, who and why."""

from ohms.domain.centre_settings import ASSUMED, SETTINGS
from ohms.queries import setting_acts
from ohms.queries.setting_acts import SettingsChange


def changes_of(cohe_id: int) -> list[SettingsChange]:
    """Every change of a COHE's casework settings, the one made last first."""
    found, before = [], dict(ASSUMED)
    for act in setting_acts.acts_of(cohe_id, SETTINGS):
        changes = {name: (before[name], value) for name, value in act.told.items()}
        found.append(SettingsChange(act, changes))
        before |= act.told
    return found[::-1]


def last_row_of(cohe_id: int) -> int:
    """The newest row of a COHE's casework settings."""
    return setting_acts.last_row_of(cohe_id, SETTINGS)
