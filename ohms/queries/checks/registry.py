"""The registry of what must be true of the data, and of the files beside it."""

from ohms.queries.checks import (
    apf_samples,
    attesting,
    belonging,
    calls,
    co_signing,
    covering,
    departed,
    files,
    lane,
    positions,
    put_away,
    referrals,
    roll_ups,
    storage,
    summaries,
    webhooks,
)
from ohms.queries.checks.following import derived_tasks_differ
from ohms.queries.checks.full_text import index_differs
from ohms.queries.checks.invariant import FileInvariant, Invariant, Severity

INVARIANTS = (
    Invariant(
        "database_whole",
        "The database's file can be read from its first page to its last.",
        storage.file_damaged,
    ),
    Invariant("references_hold", "Every row has its parents.", storage.reference_broken),
    Invariant(
        "last_contact", "A claim's last contact is its newest one.", summaries.last_contact_differs
    ),
    Invariant(
        "next_due", "A claim is due when its first open task is.", summaries.next_due_differs
    ),
    Invariant(
        "open_tasks", "A claim counts as many open tasks as it has.", summaries.open_tasks_differ
    ),
    Invariant(
        "minutes_rolled_up",
        "The minutes that figures sum by day and month are those of the time entries.",
        roll_ups.minutes_differ,
    ),
    Invariant(
        "initiated_rolled_up",
        "The claims that figures count by day are those initiated.",
        roll_ups.initiated_differ,
    ),
    Invariant(
        "derived_tasks",
        "A claim has the tasks that its facts ask for, and no others that follow from facts.",
        derived_tasks_differ,
    ),
    Invariant(
        "referral_steps",
        "A referral took only steps that may follow each other, and stands at the latest.",
        referrals.steps_differ,
    ),
    Invariant(
        "used_within_caps",
        "No claim used more of Stay at Work than its date of injury allows.",
        referrals.used_beyond_caps,
    ),
    Invariant(
        "referral_chased",
        "No referral is without a word past its expected day and without an open task.",
        referrals.silent_without_task,
    ),
    Invariant(
        "time_loss",
        "A claim is on time loss when time loss or loss of earning power was paid.",
        summaries.time_loss_differs,
    ),
    Invariant(
        "work_status",
        "A claim's work status is its newest episode's.",
        summaries.work_status_differs,
    ),
    Invariant(
        "low_complexity",
        "No claim of low complexity has a fact that forbids it.",
        lane.forbidden_low,
    ),
    Invariant(
        "assistants_lane",
        "No assistant answers for a claim that is not of low complexity.",
        lane.assistants_who_answer,
    ),
    Invariant(
        "co_signatures",
        "What waits for a co-signature still stands as it was entered.",
        co_signing.waits_for_nothing,
    ),
    Invariant(
        "enrolled",
        "A claim counts for the COHE in which its initiating provider was enrolled that day.",
        belonging.not_enrolled,
    ),
    Invariant(
        "one_a_day",
        "No two dated facts that exclude each other hold at once.",
        belonging.overlapping,
    ),
    Invariant(
        "cover_present",
        "Nobody covers for somebody on a working day of their own leave.",
        covering.covered_by_who_is_away,
    ),
    Invariant(
        "coordination_periods",
        "A claim is coordinated exactly while a period of its coordination has no end.",
        belonging.coordination_differs,
    ),
    Invariant(
        "assigned_to",
        "A claim is given to whom its dated assignment names today, and to one person at most.",
        belonging.assigned_to_differs,
    ),
    Invariant(
        "tasks_handed_over",
        "The open tasks of who handed a claim over went along; what stayed was given back to them.",
        belonging.tasks_left_behind,
        Severity.GAP,
    ),
    Invariant(
        "time_position",
        "Minutes stand under a position of the person who worked them.",
        positions.time_under_anothers_position,
    ),
    Invariant(
        "time_position_held",
        "Minutes stand under a position that was held on their day.",
        positions.time_outside_its_position,
    ),
    Invariant(
        "time_cohe", "Minutes count for their position's COHE.", positions.time_of_another_cohe
    ),
    Invariant(
        "late_minutes",
        "Minutes that came for a locked quarter count once they are accepted, and not before.",
        attesting.late_minutes_differ,
    ),
    Invariant(
        "billing_batches",
        "A batch of billed time holds the bytes that it was made with.",
        attesting.batches_differ,
    ),
    Invariant(
        "apf_sample",
        "An APF drawn for a quarter's review is of an exam in that quarter.",
        apf_samples.examined_in_another_quarter,
    ),
    Invariant(
        "apf_verdict",
        "Whoever read an APF of the sample stands with the verdict, and the day.",
        apf_samples.judged_by_nobody,
    ),
    Invariant(
        "call_minutes",
        "The minutes of a call that has its claim are those of its time entry.",
        calls.minutes_differ,
    ),
    Invariant(
        "call_cohe",
        "A claim proposed for a call is one of the call's COHE.",
        calls.proposed_of_another_cohe,
    ),
    Invariant(
        "note_position",
        "A case note stands under its author's position in the claim's COHE.",
        positions.notes_under_anothers_position,
    ),
    Invariant(
        "note_position_held",
        "A case note stands under a position that was held when it was written.",
        positions.notes_outside_their_position,
    ),
    Invariant(
        "answered_for",
        "Every claim that is not closed has a coordinator today.",
        belonging.without_coordinator,
        Severity.GAP,
    ),
    Invariant(
        "departed",
        "No open work belongs to somebody who left the COHE.",
        departed.open_work_of_the_departed,
    ),
    Invariant(
        "departed_wrote",
        "What somebody who left wrote was adopted, co-signed or let go.",
        departed.words_of_the_departed,
        Severity.GAP,
    ),
    Invariant(
        "put_away",
        "A claim put away at triage with a reason that was not seen then stands in triage again.",
        put_away.kept_away,
    ),
    Invariant(
        "put_away_answered",
        "A claim put away at triage with a reason that was not seen then stands in somebody's.",
        put_away.awaited_by_nobody,
        Severity.GAP,
    ),
    Invariant(
        "full_text",
        "The search's index holds the words of every signed note, addendum and document, and no others.",
        index_differs,
    ),
    Invariant(
        "webhook_cohe",
        "A webhook of one COHE is told of nothing that happened in another.",
        webhooks.told_of_another_cohe,
    ),
    Invariant("audit_chain", "Every audit entry follows the one before it.", storage.chain_broken),
)

FILE_INVARIANTS = (
    FileInvariant(
        "document_files",
        "The file of every document that has one is here, and holds what it held when it came.",
        files.documents_differ,
    ),
    FileInvariant(
        "packet_files",
        "The file of every packet that was sent is here, and is the one that went out.",
        files.packets_differ,
    ),
    FileInvariant(
        "stray_files", "Every stored file is named by a row.", files.strays, Severity.GAP
    ),
)
