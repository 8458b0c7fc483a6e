"""What can be entered about a playbook: its title, and one row of fields for each step."""

from typing import Any

from wtforms import HiddenField

from ohms.domain.playbooks import LONGEST_NAME, MOST_DAYS, MOST_STEPS, Playbook, Step, StepOwner
from ohms.domain.values import StandardWork, TaskKind
from ohms.web.fields import ChoiceField, LineField, WholeNumberField, chosen_id
from ohms.web.forms import OhmsForm

OF_A_STEP = ("title", "due_in", "owner", "standard_work", "kind")


class PlaybookForm(OhmsForm):
    title = LineField("Title", longest=LONGEST_NAME, demand="Enter what this playbook is called.")
    offered = ChoiceField("Offered on claims", {"yes": "Yes", "no": "No, kept here only"})
    number = HiddenField(default="0")

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The fields of each step, by their names."""
        return [
            {name: self._fields[f"{name}_{row}"] for name in OF_A_STEP} for row in range(MOST_STEPS)
        ]

    def written(self, key: str) -> Playbook:
        """The playbook as it was typed; empty rows are left out."""
        return Playbook(
            key=key,
            title=self.title.data or "",
            steps=tuple(_step(row) for row in self.rows if row["title"].data),
            offered=self.offered.data == "yes",
            number=chosen_id(self.number.data) or 0,
        )


for _row in range(MOST_STEPS):
    setattr(PlaybookForm, f"title_{_row}", LineField(f"Step {_row + 1}"))
    setattr(
        PlaybookForm,
        f"due_in_{_row}",
        WholeNumberField("Due in business days", least=0, most=MOST_DAYS),
    )
    setattr(PlaybookForm, f"owner_{_row}", ChoiceField("Whose", StepOwner))
    setattr(
        PlaybookForm,
        f"standard_work_{_row}",
        ChoiceField("Standard work", StandardWork, empty="No item"),
    )
    setattr(
        PlaybookForm, f"kind_{_row}", ChoiceField("Kind", TaskKind, default=TaskKind.OTHER.value)
    )


def as_fields(playbook: Playbook) -> dict[str, Any]:
    """A standing playbook as the form's data."""
    data: dict[str, Any] = {
        "title": playbook.title,
        "offered": "yes" if playbook.offered else "no",
        "number": str(playbook.number),
    }
    for row, step in enumerate(playbook.steps):
        data |= {
            f"title_{row}": step.title,
            f"due_in_{row}": step.due_in,
            f"owner_{row}": step.owner.value,
            f"standard_work_{row}": step.standard_work.value if step.standard_work else "",
            f"kind_{row}": step.kind.value,
        }
    return data


def _step(row: dict[str, Any]) -> Step:
    work = row["standard_work"].data
    return Step(
        title=row["title"].data,
        due_in=row["due_in"].data or 0,
        standard_work=StandardWork(work) if work else None,
        kind=TaskKind(row["kind"].data),
        owner=StepOwner(row["owner"].data),
    )
