"""What is a fact of the programme, with where it is written, and what was assumed for want of one."""

from typing import NamedTuple


class Fact(NamedTuple):
    """A sentence of the programme and the public page that says it."""

    sentence: str
    source: str
    address: str


_HSC = (
    "L&I, Health Services Coordinators",
    "http://lni.wa.gov/ClaimsIns/Providers/ProjResearchComm/OHS/SettingUp/HSC/default.asp",
)
_ACCOUNTABILITY = (
    "L&I, COHE accountability",
    "http://lni.wa.gov/ClaimsIns/Providers/ProjResearchComm/OHS/accountability.asp",
)
_COHE = (
    "L&I, Centers of Occupational Health and Education",
    "https://lni.wa.gov/patient-care/provider-partnership-best-practices/"
    "centers-of-occupational-health-education-cohe",
)
_STAFFING = (
    "L&I, COHE staffing",
    "http://lni.wa.gov/ClaimsIns/Providers/ProjResearchComm/OHS/SettingUp/Staffing/default.asp",
)
_FRQ = (
    "University of Washington, Functional Recovery Questionnaire",
    "https://deohs.washington.edu/occepi/functional-recovery-questionnaire",
)
_LAW = ("RCW 51.28.070", "https://apps.leg.wa.gov/RCW/default.aspx?cite=51.28.070")

FACTS = (
    Fact(
        "OHMS shows coordinators the claims initiated by providers of their COHE, and has case"
        " notes, tasks, access to claim files, and referrals to Risk Management and Stay at Work.",
        *_HSC,
    ),
    Fact(
        "A COHE staffs one HSC FTE for every 2,350 claims initiated a year, 0.5 for 1,175.", *_HSC
    ),
    Fact(
        "More than 588 claims per HSC FTE in a Quarterly Status Report calls for a discussion of"
        " forecast volume and staffing with the L&I contract manager. Exactly 588 does not.",
        *_HSC,
    ),
    Fact("Only claim-specific time counts toward HSC FTE.", *_HSC),
    Fact("A coordinator who leaves a COHE below its required FTE is replaced in 3 months.", *_HSC),
    Fact("A COHE keeps a plan of who covers for an absent coordinator.", *_HSC),
    Fact(
        "Within 6 months of hire a coordinator is trained on L&I's business processes and on how"
        " coordinators of another COHE work, by approved content, an L&I orientation or conference,"
        " or at least 4 hours of shadowing.",
        *_HSC,
    ),
    Fact(
        "The first HSC activity is expected at 10 business days from the day the claim is"
        " established, as a median.",
        *_ACCOUNTABILITY,
    ),
    Fact("The work of a coordinator has eight standard items.", *_COHE),
    Fact("A coordinator is assigned to providers, and so to the claims they initiate.", *_COHE),
    Fact("Only the coordinator's share of a person with several jobs counts.", *_STAFFING),
    Fact(
        "The wording of the Functional Recovery Questionnaire belongs to the University of"
        " Washington: OHMS does not carry it.",
        *_FRQ,
    ),
    Fact("Claim files are confidential by law.", *_LAW),
)

ASSUMED = (
    "Triage: no public list of criteria was found, so the weights are ours, and every score shows"
    " its reasons.",
    "Contacts: a first try within 2 business days of triage, three tries on different days, then a"
    " letter. How many tries, and how far apart, is a setting of the COHE.",
    "Barriers: their categories are ours, shaped by what the FRQ and vocational texts speak of.",
    "Measures: pain and function are asked from 0 to 10 on neutral scales of our own; the FRQ's"
    " fifth and sixth answers are kept from 0 to 10, its fourth as yes or no.",
    "FRQ: a positive one is followed up with the provider within 2 business days.",
    "Closing: the reasons for which coordination is closed are ours. What an assistant enters beside notes"
    " (an FRQ, a barrier's plan) counts at once and waits for a co-signature; a closing takes effect with it.",
    "Notes: their kinds and fields follow the eight items of standard work.",
    "Tasks: their kinds and states are ours.",
    "One person: claims of a COHE whose workers have the same key of L&I's name each other where the name or the"
    " birth date agrees too; people decide the rest, and whether two accounts of one name are one employer.",
    "Drafts: a note begun in sight of its claim may be signed for 7 days after sight ended, counted from"
    " the last save or sign-in at which the claim was seen; what was not saved for 90 days is gone.",
    "Bulk exports are those of a whole COHE's claims, tasks, referrals, minutes, figures' rows, billing or audit;"
    " a password that was given 15 minutes ago or less is not asked for again before one.",
    "Sign-in: the code after a password, and the first code of a new app, are taken for 10 minutes; an identity"
    " provider must have asked the person at most 2 minutes before its answer.",
    "A covered page waits 5 days for the password of its person; a running call keeps a page open for 60"
    " minutes without a hand at it.",
    "Tasks that follow from facts are made for claims that we coordinate, active or watched, and go"
    " to the coordinator who answers for the claim; a watched claim owes no first contact.",
    "A planned exam shows as a task 2 business days before, a surgery or the start of a job offer 5.",
    "Playbooks: the steps that the house ships, their days and owners are ours; a task of one shows"
    " 3 business days before it is due.",
    "When such a task shows and is due where no source says: a first contact shows 3 business days"
    " before its day; a missing APF is due 10 business days after the first restriction, a new one"
    " 5 after the last ended; an exam shows 2 before; an answer about a job description is due after"
    " 5, counted from the day on which it was sent to the provider where that is noted, what a Report of"
    " Accident lacks after 2, until L&I decides on the claim.",
    "Call sheets: a task that follows from a fact is asked of the attending provider (APF, exam, job"
    " description) or of the one who signed the Report of Accident; a task of people's own belongs to a"
    " clinic or an employer by its words, or by whom it waits on.",
    "A provider's Reports of Accident are looked at for the claims of the last 12 months, the first"
    " report of each.",
    "Billing: the unit and the code of HSC work were not found; none that looks real is invented. Lines carry"
    " the word PLACEHOLDER until the COHE enters its contract's code; time is billed with its signed note,"
    " within a year of the work, to the minute unless the COHE sets a unit; a batch is of 92 days at most. What"
    " is taken back of a claim that left the supervisor's sight names the billed batch and line, not the claim.",
    "Time: a day over 10 hours, clocks that ran at once, and minutes entered more than 7 days after the"
    " work are told and never refused; a locked quarter's late minutes wait for the supervisor.",
    "Load: a claim is expected to ask for the median of its COHE's last 13 weeks among claims of the same"
    " state, time loss and interpreter as they stand today; before that, and for planned other work, for"
    " numbers that the COHE sets.",
    "Full time is 40 hours a week, 2,080 hours a year, 31,200 minutes a quarter.",
    "FTE: how claim-specific time is averaged is ours; three bases stand side by side.",
    "Whether an assistant's time counts toward FTE is a setting; it does not unless it is set.",
    "The Quarterly Status Report: its layout beyond “Claims per HSC” is ours, and so is the day on which"
    " it is due, 30 days after the quarter's end: a setting of the contract.",
    "Contract settings: that a supervisor proposes and L&I's contract manager approves or refuses, and that"
    " a change holds from the first day of a later quarter, is ours.",
    "Referrals: what is sent to L&I's services, and the steps of an answer, are ours. A first answer is"
    " expected within 10 business days, of Early Return to Work, a nurse consultant and a COHE Advisor"
    " within 5 (a setting of the COHE); the next word within 20 once accepted, within 30 once in"
    " progress. What a service asks back is due in 2, what was asked after in vain in 5 again.",
    "APF: the first one is looked for within 12 weeks of the first visit.",
    "Report of Accident: its two business days run from the first visit to its arrival at L&I.",
    "Adoption: no formula was found for a provider's level of adopting best practices.",
    "Roles: supervisor, privacy officer, referral desk and administrator are our names.",
    "A referral that is over leaves the sight of its L&I desk 90 days after its last step,"
    " unless an administrator has set another number.",
    "Figures of referrals: one counts in the quarter in which it was first sent. Its first answer is that it"
    " is taken on, declined, or a question; to have received it is none. What was withdrawn before an answer,"
    " and what is not due yet, is left out of the share in time and shown beside it.",
    "Referrals as FHIR: what a step means there, where FHIR has no word of its own, is ours; the services"
    " and their fields are told as plain text, since L&I publishes no codes for them that we found. A"
    " token of another program lives a year at most.",
    "Tasks in a calendar: it is told the day, the number of the claim and a link; its address lives a year, and"
    " is answered 20 times in 10 minutes at most.",
    "Assistants draft referrals and do not send them, and do not close a time-loss coordination.",
    "Low complexity: surgery is known by a task or a note about it, a protest by what people tell; a rule"
    " of contact for two people is a safety flag, one through the representative is a representative.",
    "Handing a claim over: it changes hands on the day on which the offer is accepted, never before the"
    " offer's own day, which lies 30 days ahead at most. The open tasks of the giver go along, and so"
    " do those of whoever loses sight; the giver's assistants keep sight for 2 business days.",
    "Claims given to somebody by name are covered by their provider's coordinator, else by its standing"
    " deputy; a day on which a coordinator is not scheduled, without an absence, is its standing deputy's.",
    "A claim restricted to named people: its coordinator and a supervisor of the COHE are always among them."
    " Break-glass does not open it, nor does it stay open when it is restricted meanwhile; whoever needs it in"
    " an emergency asks the supervisor. Acts on it stand in the audit by number, as those on any claim; figures"
    " count it without showing it; it does not go to another COHE before the restriction is lifted.",
    "A claim given by name stays with whom it was given to when its provider moves to another"
    " coordinator; given back to its provider's coordinator it goes with the provider again.",
    "A claim that goes to another COHE stays counted as initiated where it was. Its file, contact points,"
    " rules of contact and open tasks go along; notes, contacts, time, finished tasks and referrals stay"
    " with the COHE that did them and are read with the claim. The COHE that gave it sees it no more;"
    " authors keep reading their own notes. Both supervisors agree; a restricted claim does not go.",
    "A provider who moves to another coordinator: with the new claims only, what is open stays by name"
    " with who has it; with the open ones their tasks go too, ahead of a later day those that are due"
    " from then on.",
    "A claim whose initiating provider or day L&I corrects moves when its supervisor confirms; one that would"
    " go to another COHE when that supervisor and then the other one do. Within a COHE a claim given by"
    " name stays with whom it was given to. A frozen report keeps its figures.",
    "What is lent to an assistant: one task, calls or the claim, for at most 90 days; it stays its coordinator's.",
    "Digests: Today by e-mail is off until a person chooses it, holds counts and links alone, and comes on"
    " business days, or once a week in its first night in which something waits; a message is tried for about a day and kept for 30.",
    "Webhooks: which events another program is told of, that it is told no claim number, and that what it does not"
    " take is tried for about a day and given up after three are ours; its log is kept for 30 days, a setting of each.",
    "Retention: records that support bills, and APFs, are kept 5 years at least; that a COHE keeps a claim's"
    " file, and all of a claim, for 7 years after the last thing that happened on it is ours, and a setting. What"
    " stays of a purged claim is its number, its days, its providers and its minutes.",
    "Packets: what is flagged as mental health is kept out by comparing its text, where it has one. A scan, a"
    " picture, a Word or Excel document, and pages that cannot be read here have none, and of a document two"
    " million characters are read: who writes off the rest what a service is told answers for it.",
    "Search: voided and taken-back notes are never found, and assistants find no note or document that"
    " is marked as mental health.",
    "Benchmarks: calls, HSC activity and time loss count within 12 weeks of the day the claim was initiated"
    " (of the day it was established, for the time to the first activity), a setting of the COHE. A call between"
    " provider and employer is read from both having been reached by phone, billed activity from signed notes"
    " with claim-specific minutes, and a low adopter from the practices that the feed tells of.",
    "Review of APFs: how L&I draws its sample, how many it reads and what it calls complete and timely is not"
    " public. Here 20 APFs (a setting of the COHE) of exams in the quarter are drawn once, in an order worked"
    " out from claim number, provider and day; whoever reads one judges it, and what is not read is not ripe."
    " One whose claim went to another COHE unread counts no more.",
    "Onboarding: confidentiality is acknowledged on the first day and each year after; the provider number,"
    " the HSC Supplemental Application and the COHE's basic training have no day of their own.",
    "Training that lapses ends no position and changes no report: what a coordinator without it counts is not"
    " public. Open 60 days before it is due, the forecast counts them to that day, and again once it is met.",
    "A position without minutes covers and fills no vacancy; positions begin today or within a year.",
    "A coordinator who begins before a leaver’s last day counts in what is staffed the day after, and"
    " replaces nobody else; who waits longest is replaced first.",
    "A handover pack counts as promised the next step of a note and what a caller was told; what falls due"
    " first hurts first. For a departure it looks two weeks ahead; Today shows it from 5 business days"
    " before an absence, and for a week after what happened meanwhile.",
    "Bench: which lines it has, and how far back it looks, is ours: notes without time of this quarter and the last,"
    " clocks that ran at once of the last 14 days. Two workers of a COHE are told to be one person by a coordinator or"
    " its supervisor, and by nobody else; another COHE learns nothing of it.",
    "An open task is late by business days, with the State's legal holidays left out.",
)

NOT_FOUND = (
    "the HSC Supplemental Application",
    "the HSC Desk Reference",
    "the COHE Fee Schedule",
    "the user guide of L&I's own OHMS",
)
