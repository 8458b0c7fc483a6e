"""What each permission allows, as people say it, by what it is about: for a person's page."""

from collections.abc import Collection, Mapping

from ohms.domain.access import Permission

P = Permission

WORDS: Mapping[str, Mapping[Permission, str]] = {
    "Claims": {
        P.CLAIM_READ: "read claims",
        P.CLAIM_COORDINATE: "coordinate claims",
        P.TRIAGE_DECIDE: "decide at triage",
        P.CLAIM_RATE: "rate complexity",
        P.CLAIM_RAISE: "tell that a claim is no longer low",
        P.CLAIM_DELEGATE: "lend claims and tasks to an assistant",
        P.CLAIM_ASSIGN: "give claims to coordinators",
        P.CLAIM_HAND_OVER: "hand claims over to another COHE",
        P.CLAIM_RESTRICT: "restrict a claim to named people",
        P.CLAIM_BREAK_GLASS: "open a claim of another COHE in an emergency",
        P.BENCH_READ: "read what of the data asks for a hand",
        P.SAME_PERSON_DECIDE: "decide whether two workers are one",
        P.SAME_EMPLOYER_DECIDE: "decide whether two accounts are one employer",
        P.REHOMING_DECIDE: "take claims home whose provider is theirs",
        P.CLAIM_EXPORT: "export their list",
        P.CLAIM_EXPORT_COHE: "export the COHE’s claims",
    },
    "Notes, calls and tasks": {
        P.NOTE_WRITE: "write and sign notes",
        P.NOTE_CO_SIGN: "co-sign notes of others",
        P.NOTE_ADDENDUM: "add to signed notes",
        P.NOTE_VOID: "void notes",
        P.CALL_TAKE: "take calls",
        P.CALL_READ: "read calls",
        P.CALL_MATCH: "match calls with claims",
        P.TASK_READ: "read tasks",
        P.TASK_WRITE: "write tasks",
        P.TASK_REASSIGN: "give tasks to others",
        P.PROVIDER_READ: "read providers",
        P.EMPLOYER_READ: "read employers",
        P.LIGHT_DUTY_WRITE: "record light duty of employers",
    },
    "Documents and referrals": {
        P.DOCUMENT_FILE: "file documents",
        P.DOCUMENT_FLAG: "flag documents as mental health",
        P.REFERRAL_READ: "read referrals",
        P.REFERRAL_DRAFT: "draft referrals",
        P.REFERRAL_SEND: "send referrals",
        P.REFERRAL_ANSWER: "answer referrals",
        P.REFERRAL_EXCHANGE: "exchange referrals with other systems",
        P.REFERRAL_FIGURES: "read the referrals behind figures",
        P.PACKET_READ: "read packets as they were sent",
        P.DESK_WORK: "work the queue of their desk",
    },
    "Time": {
        P.TIME_WRITE: "record minutes",
        P.TIME_CHANGE: "change minutes",
        P.TIME_CORRECT: "correct minutes of others",
        P.TIME_LOCK: "lock and reopen quarters",
        P.TIME_BILL: "bill time",
    },
    "Figures and reports": {
        P.WORKLOAD_READ: "read workload",
        P.WORKLOAD_ROWS: "read the rows behind workload",
        P.WORKLOAD_EXPORT: "export workload",
        P.FIGURES_READ: "read the 588 ledger and reports",
        P.MEASURE_READ: "read measures",
        P.MEASURE_ROWS: "read the claims behind measures",
        P.REPORT_WRITE: "write and freeze status reports",
        P.COMPARATOR_WRITE: "enter figures to compare with",
        P.APF_REVIEW: "review the sample of APFs",
        P.DISCUSSION_WRITE: "record the discussion with L&I",
        P.DISCUSSION_CONFIRM: "confirm the discussion for L&I",
    },
    "People and cover": {
        P.ABSENCE_RECORD: "record absences",
        P.STAFFING_READ: "read staffing",
        P.STAFFING_MANAGE: "manage positions, cover and departures",
        P.ONBOARDING_ACKNOWLEDGE: "acknowledge confidentiality",
        P.SHADOWING_CONFIRM: "confirm shadowing",
        P.TRAINING_APPROVE: "approve and accept training",
        P.ACCOUNT_MANAGE: "manage accounts",
        P.ACCOUNT_INVITE: "invite people by a one-time link",
    },
    "Settings": {
        P.SETTING_READ: "read the COHE’s settings",
        P.SETTING_WRITE: "change the COHE’s settings",
        P.SETTING_TECHNICAL: "change technical settings",
        P.WEBHOOK_MANAGE: "tell other programs by webhooks",
        P.CONTRACT_READ: "read the contract’s numbers",
        P.CONTRACT_PROPOSE: "propose the contract’s numbers",
        P.CONTRACT_APPROVE: "approve the contract’s numbers",
        P.TRIAGE_WEIGHTS: "change triage weights",
        P.TEMPLATE_EDIT: "edit text templates",
        P.RESOURCE_READ: "read the COHE’s resources",
        P.RESOURCE_EDIT: "edit the COHE’s resources",
        P.PLAYBOOK_EDIT: "edit playbooks",
        P.FEED_IMPORT: "import the feed",
    },
    "Privacy": {
        P.AUDIT_READ: "read their own entries of the audit",
        P.AUDIT_WATCH: "read acts of others in the audit",
        P.CLAIM_LOOKS_READ: "read who looked at a claim",
        P.AUDIT_EXPORT: "export the audit",
        P.LOOK_REVIEW: "review who looked beyond their list",
        P.RETENTION_READ: "read what is kept and for how long",
        P.PURGE_ASK: "ask for a purge",
        P.PURGE_DECIDE: "decide on a purge",
        P.LEGAL_HOLD: "place legal holds",
    },
    "Their own": {
        P.TODAY_READ: "open Today",
        P.LIST_KEEP: "keep views of lists",
        P.LIST_SHARE: "share views of lists with the COHE",
        P.OWN_SETTINGS: "change their own settings",
        P.DRAFT_KEEP: "keep drafts",
    },
}


def in_words(allowed: Collection[Permission]) -> list[tuple[str, list[str]]]:
    """What these permissions allow, by what it is about; an area of which nothing is allowed is
    left out."""
    found = [
        (area, [words for permission, words in each.items() if permission in allowed])
        for area, each in WORDS.items()
    ]
    return [(area, words) for area, words in found if words]
