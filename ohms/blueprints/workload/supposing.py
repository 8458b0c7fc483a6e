"""A supposition in words, as the page heads it and the record of a discussion keeps it."""

from collections.abc import Mapping, Sequence

from ohms.blueprints.workload.ahead import ahead_lines
from ohms.domain.calendar import written
from ohms.domain.contract import ContractSettings
from ohms.domain.what_if import Hire, WhatIf
from ohms.queries.outlook import Outlook
from ohms.queries.staffing import StaffedPosition


def supposed_in_words(supposed: WhatIf, held: Sequence[StaffedPosition]) -> list[str]:
    """One phrase a part; nobody is named whom the reader was not offered."""
    names: Mapping[int, str] = {each.fact.position_id: each.name for each in held}
    said = []
    if supposed.hire is not None:
        said.append(_hired(supposed.hire))
    if supposed.departs is not None and supposed.departs_on is not None:
        name = names.get(supposed.departs, "one position")
        said.append(f"{name} leaves after {written(supposed.departs_on)}")
    if supposed.leave is not None:
        name = names.get(supposed.leave.position_id, "one position")
        leave = supposed.leave
        said.append(f"{name} is away from {written(leave.from_on)} to {written(leave.to_on)}")
    if supposed.volume_percent:
        more = "more" if supposed.volume_percent > 0 else "fewer"
        said.append(f"{abs(supposed.volume_percent)} percent {more} claims than expected")
    if supposed.assistants is not None:
        said.append(f"assistants {'counted' if supposed.assistants else 'not counted'}")
    return said


def kept_in_words(found: Outlook, supposed: WhatIf) -> str:
    """The supposition with its figures, for the record: what it said stays though figures change. No
    person is named in it: L&I's side reads the record."""
    if not found.supposed:
        return ""
    lines = [f"If {'; '.join(supposed_in_words(supposed, ()))}:"]
    for now, then in zip(ahead_lines(found.ahead), ahead_lines(found.supposed), strict=True):
        lines.append(f"{now.label}: {then.ratio} claims per FTE instead of {now.ratio}")
    return "\n".join(lines)


def _hired(hire: Hire) -> str:
    """More than one person works in a week are several."""
    hours = f"{hire.weekly_minutes / 60:g} h a week"
    several = hire.weekly_minutes > ContractSettings().full_time_minutes_a_week
    who = (
        f"coordinators of {hours} together begin" if several else f"a coordinator of {hours} begins"
    )
    return f"{who} on {written(hire.from_on)}, at full speed after {hire.ramp_weeks} weeks"
