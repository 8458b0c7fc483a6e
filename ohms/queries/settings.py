"""Settings as they stood on a day: approved rows of `setting`, else the defaults: L&I's numbers for
the contract's, our assumption for the weights of triage, for how a worker is
tried and for how long a service takes to answer."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from fractions import Fraction
from types import MappingProxyType
from typing import Any

from sqlalchemy import or_, select

from ohms.domain.benchmark_lines import LINED, PUBLISHED, BenchmarkLine
from ohms.domain.benchmark_measures import Benchmark
from ohms.domain.benchmark_rules import BenchmarkRules
from ohms.domain.billing import PLACEHOLDER, BillingRules
from ohms.domain.centre_settings import (
    ANSWER,
    BENCHMARK,
    BILLING,
    CO_SIGN,
    CONTACT,
    DOCUMENTS,
    RETENTION,
    SETTINGS,
)
from ohms.domain.co_signing import CoSignKind
from ohms.domain.contract import SOURCES, ContractSettings, FteBasis
from ohms.domain.contract_terms import TERMS
from ohms.domain.document_content import MEGABYTE
from ohms.domain.documents import DocumentLimits
from ohms.domain.retention import RecordClass
from ohms.domain.triage_weights import SIGNALS, TriageWeights
from ohms.domain.tries import CONTACT_RULES, ContactRules
from ohms.domain.values import Service
from ohms.extensions import db
from ohms.models.reports import Setting
from ohms.queries.among import among_fixed
from ohms.queries.prepared import AnySelect, Prepared, prepared
from ohms.queries.rounds import Question, ask

NAMES = tuple(each.name for each in fields(ContractSettings))
TRIAGE = "triage."
YES = "yes"
BILLING_CODE = "billing.code"

_READ: Mapping[str, Callable[[str], Any]] = MappingProxyType(
    {
        "claims_per_fte_limit": Fraction,
        "fte_basis": FteBasis,
        "assistants_count": lambda text: text == YES,
    }
)


@dataclass(frozen=True, slots=True)
class SettingFact:
    """One approved row: a value in force from a day on, for one COHE or (None) for all."""

    name: str
    cohe_id: int | None
    value: str
    from_on: date
    source: str


@dataclass(frozen=True, slots=True)
class SettingsHistory:
    """The settings of one COHE through time.

    On a day the newest row of a name counts; a COHE's own stands before one for all COHEs. Where no
    row stands the contract's default does.
    """

    rows: tuple[SettingFact, ...] = field(default=())
    """In the order in which they came; of two from the same day the later one counts."""

    def on(self, day: date) -> ContractSettings:
        """The contract's numbers in force on a day."""
        found = {name: self._row(name, day) for name in NAMES}
        return ContractSettings(
            **{name: read_term(name, row.value) for name, row in found.items() if row is not None}
        )

    def source(self, name: str, day: date) -> str:
        """Where the number in force on a day comes from."""
        row = self._row(name, day)
        return SOURCES[name] if row is None else row.source

    def benchmark_lines(self, day: date) -> dict[str, BenchmarkLine]:
        """The line of each benchmark that has its own, as in force on a day."""
        return {of.name: self._line(of, name, day) for name, of in LINED.items()}

    def _line(self, of: Benchmark, name: str, day: date) -> BenchmarkLine:
        row = self._row(name, day)
        if row is None:
            return PUBLISHED[of.name]
        return BenchmarkLine(Fraction(row.value), row.source, row.from_on)

    def triage_weights(self, day: date) -> TriageWeights:
        """The points of each signal of triage in force on a day."""
        found = {name: self._row(TRIAGE + name, day) for name in SIGNALS}
        return TriageWeights(
            **{name: int(row.value) for name, row in found.items() if row is not None}
        )

    def of_the_centre(self, day: date, names: Collection[str] = tuple(SETTINGS)) -> dict[str, int]:
        """What the COHE set for its casework, as in force on a day; else what the house assumes."""
        found = {name: self._row(name, day) for name in names}
        return {
            name: SETTINGS[name].assumed if row is None else int(row.value)
            for name, row in found.items()
        }

    def text(self, name: str, day: date) -> str | None:
        """A setting that is no number, as in force on a day."""
        row = self._row(name, day)
        return None if row is None else row.value

    def _row(self, name: str, day: date) -> SettingFact | None:
        standing = [row for row in self.rows if row.name == name and row.from_on <= day]
        own_first = enumerate(standing)
        ranked = max(
            own_first,
            key=lambda each: (each[1].cohe_id is not None, each[1].from_on, each[0]),
            default=None,
        )
        return ranked[1] if ranked else None


def read_term(name: str, text: str) -> Any:
    """A number of the contract from the spelling in which it is kept."""
    return _READ.get(name, int)(text)


def settings_history(cohe_id: int) -> SettingsHistory:
    """Every approved contract setting of a COHE, in one statement."""
    return ask(settings_histories([cohe_id]))[cohe_id]


def settings_histories(cohe_ids: Collection[int]) -> Question[dict[int, SettingsHistory]]:
    """Every approved contract setting of some COHEs."""
    (found,) = yield (_approved_rows(tuple(TERMS), cohe_ids),)
    rows = [SettingFact(*row) for row in found]
    return {
        cohe_id: SettingsHistory(tuple(row for row in rows if row.cohe_id in (None, cohe_id)))
        for cohe_id in cohe_ids
    }


def triage_weights(cohe_ids: Collection[int], day: date) -> Question[dict[int, TriageWeights]]:
    """The weights of triage of each COHE on a day, in one statement."""
    (found,) = yield (_approved_rows([TRIAGE + name for name in SIGNALS], cohe_ids),)
    rows = [SettingFact(*row) for row in found]
    return {
        cohe_id: SettingsHistory(
            tuple(row for row in rows if row.cohe_id in (None, cohe_id))
        ).triage_weights(day)
        for cohe_id in cohe_ids
    }


def centre_settings(
    cohe_id: int, day: date, names: Collection[str] = tuple(SETTINGS)
) -> dict[str, int]:
    """What a COHE set for its casework, on a day, by the settings' names."""
    return SettingsHistory(tuple(_approved(names, [cohe_id]))).of_the_centre(day, names)


def contact_rules(cohe_id: int, day: date) -> Question[ContactRules]:
    """How a COHE tries to reach a worker, on a day."""
    names = [CONTACT + name for name in CONTACT_RULES]
    (found,) = yield (_approved_rows(names, [cohe_id]),)
    history = SettingsHistory(tuple(SettingFact(*row) for row in found))
    set_ = history.of_the_centre(day, names)
    return ContactRules(**{name: set_[CONTACT + name] for name in CONTACT_RULES})


def benchmark_rules(cohe_id: int, day: date) -> Question[BenchmarkRules]:
    """How a COHE counts L&I's benchmarks and which lines its contract has, on a day: what was set before
    a quarter counts for it."""
    names = [name for name in SETTINGS if name.startswith(BENCHMARK)]
    (found,) = yield (_approved_settings([*names, *LINED], [cohe_id]),)
    history = SettingsHistory(tuple(SettingFact(*row) for row in found))
    set_ = {
        name.removeprefix(BENCHMARK): value
        for name, value in history.of_the_centre(day, names).items()
    }
    return BenchmarkRules(**set_, lines=history.benchmark_lines(day))


def answer_days_history(cohe_id: int) -> SettingsHistory:
    """How long a COHE waited for the answers of each service, through time."""
    names = [ANSWER + each.value for each in Service]
    return SettingsHistory(tuple(_approved(names, [cohe_id])))


def answer_days(cohe_id: int, service: Service, day: date) -> int:
    """How long a COHE waits for a service's answer, in business days."""
    name = ANSWER + service.value
    return centre_settings(cohe_id, day, [name])[name]


def document_limits(cohe_id: int, day: date) -> DocumentLimits:
    """How much people may give to the files of a COHE's claims, on a day."""
    names = [each.name for each in fields(DocumentLimits)]
    set_ = centre_settings(cohe_id, day, [DOCUMENTS + name for name in names])
    return DocumentLimits(**{name: set_[DOCUMENTS + name] * MEGABYTE for name in names})


def retention_years(cohe_id: int, record_class: RecordClass, day: date) -> int:
    """How long a COHE keeps records of a class at least, on a day."""
    name = RETENTION + record_class.value
    return centre_settings(cohe_id, day, [name])[name]


def co_sign_kinds(cohe_id: int, day: date) -> frozenset[CoSignKind]:
    """Which entries of an assistant wait for a co-signature in a COHE, on a day."""
    set_ = centre_settings(cohe_id, day, [CO_SIGN + kind.value for kind in CoSignKind])
    return frozenset(kind for kind in CoSignKind if set_[CO_SIGN + kind.value])


def billing_rules(cohe_id: int, day: date) -> BillingRules:
    """How a COHE's time becomes lines of a bill, on a day; the code is a placeholder until it is set."""
    set_ = centre_settings(cohe_id, day, [BILLING + "unit_minutes", BILLING + "round_up"])
    code = SettingsHistory(tuple(_approved([BILLING_CODE], [cohe_id]))).text(BILLING_CODE, day)
    return BillingRules(
        code or PLACEHOLDER,
        set_[BILLING + "unit_minutes"],
        bool(set_[BILLING + "round_up"]),
    )


def _approved(names: Collection[str], cohe_ids: Collection[int]) -> Iterable[SettingFact]:
    wanted = _approved_rows(names, cohe_ids)
    rows = db.session.execute(wanted.statement, wanted.values)
    return (SettingFact(*row) for row in rows)


def _approved_rows(names: Collection[str], cohe_ids: Collection[int]) -> Prepared:
    return _of_cohes(None, tuple(names), of_cohes=list(cohe_ids))


@prepared
def _of_cohes(_actor: None, names: tuple[str, ...], *, of_cohes: list[int]) -> AnySelect:
    return _approved_settings(names, of_cohes)


def _approved_settings(names: Collection[str], cohe_ids: Collection[int]) -> AnySelect:
    return (
        select(Setting.name, Setting.cohe_id, Setting.value, Setting.from_on, Setting.source)
        .where(
            among_fixed(Setting.name, names),
            Setting.approved_at.is_not(None),
            or_(Setting.cohe_id.is_(None), Setting.cohe_id.in_(cohe_ids)),
        )
        .order_by(Setting.id)
    )
