"""What is proposed for a contract's settings, from which quarter and why; and why one is refused."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from wtforms import SelectField

from ohms.domain.calendar import Quarter, written
from ohms.domain.contract_terms import TERMS, ContractTerm, starts_ahead
from ohms.domain.one_line import LONGEST_REASON
from ohms.web.fields import ChoiceField, LineField, WholeNumberField
from ohms.web.forms import HistoryForm, OhmsForm


class ProposalForm(HistoryForm):
    from_on = SelectField("From", validate_choice=False)
    reason = LineField(
        "Why, and what was agreed",
        longest=LONGEST_REASON,
        demand="Enter why this is proposed: it stays in the history.",
    )

    @property
    def draft(self) -> dict[str, str]:
        return {name: str(self._fields[name].data) for name in TERMS}

    @property
    def starts_on(self) -> date | None:
        """The chosen first day of a quarter; None for what is no day."""
        try:
            return date.fromisoformat(str(self.from_on.data))
        except ValueError:
            return None

    def offer(self, today: date) -> "ProposalForm":
        """The quarters that one may choose."""
        self.from_on.choices = [
            (day.isoformat(), f"{Quarter.of(day).named}, from {written(day)}")
            for day in starts_ahead(today)
        ]
        return self

    def fill(self, values: Mapping[str, str]) -> None:
        for name, term in TERMS.items():
            value = values[name]
            self._fields[name].data = value if term.choices else int(value)


class RefusalForm(OhmsForm):
    reason = LineField(
        "Why it is refused",
        longest=LONGEST_REASON,
        demand="Enter why it is refused: it stays in the history.",
    )


class ApprovalForm(OhmsForm):
    """A press without anything to enter."""


def _field_of(term: ContractTerm) -> Any:
    if term.choices is not None:
        return ChoiceField(term.label, term.choices)
    return WholeNumberField(
        term.label, least=term.least, most=term.most, demand="Enter a whole number."
    )


for _term in TERMS.values():
    setattr(ProposalForm, _term.name, _field_of(_term))
