"""Who may do what: the whole of it, as one table that a reader without programming can review.

A permission says that a role may use a function at all; which rows it reaches is `visible()`'s
answer, and who holds which role is `domain/actor.py`'s. Source: `security.md`, "Access".
"""

from collections.abc import Mapping
from enum import StrEnum

from ohms.domain.values import Role


class Permission(StrEnum):
    """One function of the product, named as its endpoint and its page."""

    TODAY_READ = "today.read"
    CLAIM_READ = "claim.read"
    CLAIM_EXPORT = "claim.export"
    CLAIM_EXPORT_COHE = "claim.export_cohe"
    CLAIM_COORDINATE = "claim.coordinate"
    CLAIM_ASSIGN = "claim.assign"
    CLAIM_RAISE = "claim.raise"
    CLAIM_RATE = "claim.rate"
    CLAIM_DELEGATE = "claim.delegate"
    CLAIM_HAND_OVER = "claim.hand_over"
    CLAIM_BREAK_GLASS = "claim.break_glass"
    CLAIM_RESTRICT = "claim.restrict"
    TRIAGE_DECIDE = "triage.decide"
    TRIAGE_WEIGHTS = "triage.weights"
    NOTE_WRITE = "note.write"
    NOTE_CO_SIGN = "note.co_sign"
    NOTE_ADDENDUM = "note.addendum"
    NOTE_VOID = "note.void"
    TASK_READ = "task.read"
    TASK_WRITE = "task.write"
    TASK_REASSIGN = "task.reassign"
    PROVIDER_READ = "provider.read"
    EMPLOYER_READ = "employer.read"
    LIGHT_DUTY_WRITE = "light_duty.write"
    CALL_TAKE = "call.take"
    CALL_READ = "call.read"
    CALL_MATCH = "call.match"
    DOCUMENT_FILE = "document.file"
    DOCUMENT_FLAG = "document.flag"
    REFERRAL_READ = "referral.read"
    REFERRAL_DRAFT = "referral.draft"
    REFERRAL_SEND = "referral.send"
    REFERRAL_ANSWER = "referral.answer"
    REFERRAL_EXCHANGE = "referral.exchange"
    REFERRAL_FIGURES = "referral.figures"
    PACKET_READ = "packet.read"
    DESK_WORK = "desk.work"
    TIME_WRITE = "time.write"
    TIME_CHANGE = "time.change"
    TIME_CORRECT = "time.correct"
    TIME_LOCK = "time.lock"
    TIME_BILL = "time.bill"
    WORKLOAD_READ = "workload.read"
    WORKLOAD_ROWS = "workload.rows"
    WORKLOAD_EXPORT = "workload.export"
    FIGURES_READ = "figures.read"
    MEASURE_READ = "measure.read"
    REPORT_WRITE = "report.write"
    MEASURE_ROWS = "measure.rows"
    COMPARATOR_WRITE = "comparator.write"
    APF_REVIEW = "apf.review"
    DISCUSSION_WRITE = "discussion.write"
    DISCUSSION_CONFIRM = "discussion.confirm"
    BENCH_READ = "bench.read"
    SAME_PERSON_DECIDE = "same_person.decide"
    SAME_EMPLOYER_DECIDE = "same_employer.decide"
    REHOMING_DECIDE = "rehoming.decide"
    ABSENCE_RECORD = "absence.record"
    STAFFING_READ = "staffing.read"
    STAFFING_MANAGE = "staffing.manage"
    SETTING_READ = "setting.read"
    SETTING_TECHNICAL = "setting.technical"
    SETTING_WRITE = "setting.write"
    WEBHOOK_MANAGE = "webhook.manage"
    CONTRACT_READ = "contract.read"
    CONTRACT_PROPOSE = "contract.propose"
    CONTRACT_APPROVE = "contract.approve"
    ONBOARDING_ACKNOWLEDGE = "onboarding.acknowledge"
    SHADOWING_CONFIRM = "shadowing.confirm"
    TRAINING_APPROVE = "training.approve"
    RETENTION_READ = "retention.read"
    PURGE_ASK = "purge.ask"
    PURGE_DECIDE = "purge.decide"
    LEGAL_HOLD = "legal_hold.write"
    TEMPLATE_EDIT = "template.edit"
    RESOURCE_READ = "resource.read"
    RESOURCE_EDIT = "resource.edit"
    PLAYBOOK_EDIT = "playbook.edit"
    ACCOUNT_MANAGE = "account.manage"
    ACCOUNT_INVITE = "account.invite"
    FEED_IMPORT = "feed.import"
    AUDIT_READ = "audit.read"
    AUDIT_WATCH = "audit.watch"
    AUDIT_EXPORT = "audit.export"
    CLAIM_LOOKS_READ = "claim_looks.read"
    LOOK_REVIEW = "look.review"
    LIST_KEEP = "list.keep"
    LIST_SHARE = "list.share"
    OWN_SETTINGS = "own_settings.write"
    DRAFT_KEEP = "draft.keep"

    @property
    def about(self) -> str:
        """What the function is about: the first word of its name."""
        return self.value.partition(".")[0]

    @property
    def act(self) -> str:
        return self.value.partition(".")[2]


CASEWORK = frozenset({Role.HSC, Role.HSC_ASSISTANT})
CLAIM_READERS = CASEWORK | {Role.SUPERVISOR}
DESKS = frozenset({Role.DESK_RISK_MANAGEMENT, Role.DESK_STAY_AT_WORK})
EVERYONE = frozenset(Role)

ROLES_WITH: Mapping[Permission, frozenset[Role]] = {
    Permission.TODAY_READ: EVERYONE,
    Permission.CLAIM_READ: CLAIM_READERS,
    Permission.CLAIM_EXPORT: frozenset({Role.HSC, Role.SUPERVISOR}),
    Permission.CLAIM_EXPORT_COHE: frozenset({Role.SUPERVISOR}),
    Permission.CLAIM_COORDINATE: CASEWORK,
    Permission.CLAIM_ASSIGN: frozenset({Role.SUPERVISOR}),
    Permission.CLAIM_RAISE: CLAIM_READERS,  # a claim is harder than low: nobody is refused
    Permission.CLAIM_RATE: frozenset({Role.HSC}),
    Permission.CLAIM_DELEGATE: frozenset({Role.HSC}),  # what one answers for, to an assistant
    Permission.CLAIM_HAND_OVER: frozenset({Role.HSC, Role.SUPERVISOR}),  # never an assistant
    Permission.CLAIM_BREAK_GLASS: frozenset({Role.HSC, Role.SUPERVISOR}),
    Permission.CLAIM_RESTRICT: frozenset(
        {Role.SUPERVISOR}
    ),  # to named people, themselves among them
    Permission.TRIAGE_DECIDE: frozenset({Role.HSC}),
    Permission.TRIAGE_WEIGHTS: frozenset({Role.SUPERVISOR}),
    Permission.NOTE_WRITE: CASEWORK,
    Permission.NOTE_CO_SIGN: frozenset({Role.HSC, Role.SUPERVISOR}),  # never one's own
    Permission.NOTE_ADDENDUM: CLAIM_READERS,  # an assistant to their own notes
    Permission.NOTE_VOID: CLAIM_READERS,  # one's own; a supervisor any of the COHE's
    Permission.TASK_READ: CLAIM_READERS,
    Permission.TASK_WRITE: CASEWORK,
    Permission.TASK_REASSIGN: CLAIM_READERS,  # one's own; a supervisor any of the COHE's
    Permission.PROVIDER_READ: CLAIM_READERS,
    Permission.EMPLOYER_READ: CLAIM_READERS,
    Permission.LIGHT_DUTY_WRITE: CLAIM_READERS,  # what their own COHE knows of the employer
    Permission.CALL_TAKE: CASEWORK,
    Permission.CALL_READ: CLAIM_READERS,
    Permission.CALL_MATCH: CLAIM_READERS,  # with a claim that one sees
    Permission.DOCUMENT_FILE: CASEWORK,
    Permission.DOCUMENT_FLAG: frozenset({Role.HSC}),
    Permission.REFERRAL_READ: CLAIM_READERS,
    Permission.REFERRAL_DRAFT: CASEWORK,
    Permission.REFERRAL_SEND: frozenset({Role.HSC}),
    # A desk what was sent to it; a coordinator for a service that has none.
    Permission.REFERRAL_ANSWER: frozenset({Role.HSC}) | DESKS,
    Permission.REFERRAL_EXCHANGE: CLAIM_READERS | DESKS,  # as FHIR; a desk what was sent to it
    Permission.REFERRAL_FIGURES: frozenset({Role.SUPERVISOR}),  # the rows behind figures
    Permission.PACKET_READ: CLAIM_READERS | DESKS,  # as it was sent; a desk what was sent to it
    Permission.DESK_WORK: DESKS,  # the queue of their own service
    Permission.TIME_WRITE: CASEWORK,
    Permission.TIME_CHANGE: CLAIM_READERS,
    Permission.TIME_CORRECT: frozenset({Role.SUPERVISOR}),
    Permission.TIME_LOCK: frozenset({Role.SUPERVISOR}),  # a finished quarter, and its reopening
    Permission.TIME_BILL: frozenset({Role.SUPERVISOR}),
    Permission.WORKLOAD_READ: CLAIM_READERS | {Role.CONTRACT_MANAGER},
    Permission.WORKLOAD_ROWS: CLAIM_READERS,
    Permission.WORKLOAD_EXPORT: frozenset({Role.HSC, Role.SUPERVISOR}),  # assistants export nothing
    # Coordinators their own; the rows behind the figures are not there for contract managers.
    Permission.MEASURE_ROWS: frozenset({Role.HSC, Role.SUPERVISOR}),
    Permission.MEASURE_READ: frozenset({Role.HSC, Role.SUPERVISOR, Role.CONTRACT_MANAGER}),
    Permission.FIGURES_READ: frozenset({Role.SUPERVISOR, Role.CONTRACT_MANAGER}),
    Permission.REPORT_WRITE: frozenset({Role.SUPERVISOR}),
    Permission.COMPARATOR_WRITE: frozenset({Role.SUPERVISOR, Role.CONTRACT_MANAGER}),
    Permission.APF_REVIEW: frozenset({Role.SUPERVISOR}),  # the sample of their COHE
    Permission.DISCUSSION_WRITE: frozenset({Role.SUPERVISOR, Role.CONTRACT_MANAGER}),
    Permission.DISCUSSION_CONFIRM: frozenset({Role.CONTRACT_MANAGER}),  # L&I's side closes it
    # Rows of one's COHE; an administrator counts alone.
    Permission.BENCH_READ: frozenset({Role.SUPERVISOR, Role.ADMINISTRATOR}),
    Permission.SAME_PERSON_DECIDE: frozenset({Role.HSC, Role.SUPERVISOR}),
    Permission.SAME_EMPLOYER_DECIDE: frozenset({Role.HSC, Role.SUPERVISOR}),
    Permission.REHOMING_DECIDE: frozenset({Role.SUPERVISOR}),
    Permission.ABSENCE_RECORD: CLAIM_READERS,
    # Supervisors, privacy officers and contract managers their COHE; coordinators themselves.
    Permission.STAFFING_READ: CLAIM_READERS | {Role.PRIVACY_OFFICER, Role.CONTRACT_MANAGER},
    Permission.STAFFING_MANAGE: frozenset({Role.SUPERVISOR}),
    Permission.SETTING_READ: CLAIM_READERS,  # weights, templates and playbooks of their COHE too
    Permission.SETTING_TECHNICAL: frozenset({Role.ADMINISTRATOR}),  # of the whole installation
    Permission.SETTING_WRITE: frozenset({Role.SUPERVISOR}),
    Permission.WEBHOOK_MANAGE: frozenset({Role.ADMINISTRATOR}),  # what it tells leaves the house
    # The numbers of the COHE's contract with L&I: its supervisor proposes, L&I's side decides.
    Permission.CONTRACT_READ: CLAIM_READERS | {Role.CONTRACT_MANAGER},
    Permission.CONTRACT_PROPOSE: frozenset({Role.SUPERVISOR}),
    Permission.CONTRACT_APPROVE: frozenset({Role.CONTRACT_MANAGER}),
    Permission.ONBOARDING_ACKNOWLEDGE: CASEWORK,  # by the person, once a year
    Permission.SHADOWING_CONFIRM: frozenset({Role.HSC}),  # the host, of the visitor's minutes alone
    Permission.TRAINING_APPROVE: frozenset({Role.CONTRACT_MANAGER}),  # never the COHE's own
    Permission.RETENTION_READ: frozenset({Role.SUPERVISOR, Role.PRIVACY_OFFICER}),
    Permission.PURGE_ASK: frozenset({Role.SUPERVISOR}),
    Permission.PURGE_DECIDE: frozenset({Role.PRIVACY_OFFICER}),  # never who asked for it
    Permission.LEGAL_HOLD: frozenset({Role.PRIVACY_OFFICER}),
    Permission.TEMPLATE_EDIT: frozenset({Role.SUPERVISOR}),
    # The pages that a COHE keeps at hand: all of its people read them.
    Permission.RESOURCE_READ: CLAIM_READERS | {Role.PRIVACY_OFFICER},
    Permission.RESOURCE_EDIT: frozenset({Role.SUPERVISOR}),
    Permission.PLAYBOOK_EDIT: frozenset({Role.SUPERVISOR}),
    Permission.ACCOUNT_MANAGE: frozenset({Role.ADMINISTRATOR}),
    # A one-time link: a supervisor to the coordinators and assistants they lead.
    Permission.ACCOUNT_INVITE: frozenset({Role.ADMINISTRATOR, Role.SUPERVISOR}),
    Permission.FEED_IMPORT: frozenset({Role.ADMINISTRATOR}),
    Permission.AUDIT_READ: EVERYONE - {Role.CONTRACT_MANAGER},  # one's own acts at least
    # Acts of others: of the COHE, or those that concern security.
    Permission.AUDIT_WATCH: frozenset({Role.SUPERVISOR, Role.PRIVACY_OFFICER, Role.ADMINISTRATOR}),
    Permission.AUDIT_EXPORT: frozenset({Role.SUPERVISOR, Role.PRIVACY_OFFICER}),
    Permission.CLAIM_LOOKS_READ: frozenset({Role.SUPERVISOR, Role.PRIVACY_OFFICER}),
    Permission.LOOK_REVIEW: frozenset({Role.PRIVACY_OFFICER}),  # opened beyond one's list
    Permission.LIST_KEEP: CLAIM_READERS,  # views and columns of their own
    Permission.LIST_SHARE: frozenset({Role.SUPERVISOR}),  # views for the people of their COHE
    Permission.OWN_SETTINGS: EVERYONE,
    Permission.DRAFT_KEEP: EVERYONE,  # one's own and nobody else's
}

ROWS_BEHIND_FIGURES = frozenset(
    {
        Permission.WORKLOAD_ROWS,
        Permission.WORKLOAD_EXPORT,
        Permission.MEASURE_ROWS,
        Permission.REFERRAL_FIGURES,
    }
)
"""To who has the figures and sees no claim these do not exist: 404."""
