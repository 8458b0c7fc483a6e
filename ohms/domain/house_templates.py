"""The house's own text templates, until a COHE has written its own. Our words; no form of L&I's."""

from ohms.domain.text_templates import Purpose, TextTemplate
from ohms.domain.values import StandardWork

UNABLE_TO_CONTACT = "unable-to-contact"
JOB_DESCRIPTION_FAX = "job-description-fax"


def _note(key: str, work: StandardWork, title: str, *lines: str) -> TextTemplate:
    return TextTemplate(key, Purpose.NOTE, title, "\n".join(lines), work)


HOUSE_TEMPLATES = (
    _note(
        "worker-first-call",
        StandardWork.RETURN_TO_WORK,
        "First call to the worker",
        "Spoke with {worker} about the injury of {injury_on}. Explained what the COHE does.",
        "Understands the diagnosis: ",
        "Pain and function: ",
        "Next visit with {provider}: ",
        "Contact with {employer}: ",
        "Worries about going back: ",
    ),
    _note(
        "employer-light-duty",
        StandardWork.RETURN_TO_WORK,
        "Employer: light duty",
        "Spoke with {employer} about light duty for {worker}.",
        "Light duty is possible: ",
        "Hours and days: ",
        "Who writes the job description: ",
        "Kept on salary: ",
    ),
    _note(
        "provider-job-description",
        StandardWork.RETURN_TO_WORK,
        "Provider: job description",
        "Asked {provider} at {clinic} to review the job description of {employer}.",
        "Answer expected by: ",
    ),
    _note(
        "referral-chased",
        StandardWork.REFERRALS,
        "Referral: where it stands",
        "Asked where the referral stands.",
        "Sent on: ",
        "Answer: ",
        "Next step: ",
    ),
    _note(
        "barriers-talk",
        StandardWork.BARRIERS,
        "Barriers to going back",
        "Talked with {worker} about what stands in the way of going back to work.",
        "At work: ",
        "At home, money, transport: ",
        "Health beyond the injury: ",
        "What we do about it: ",
    ),
    _note(
        "community-service",
        StandardWork.COMMUNITY,
        "Community service named",
        "Named a service in the community to {worker}: ",
        "What for: ",
        "Who calls whom: ",
    ),
    _note(
        "medication-question",
        StandardWork.MEDICATION,
        "Question about medication",
        "{worker} asked about medication: ",
        "Passed on to {provider}: ",
    ),
    _note(
        "transition",
        StandardWork.TRANSITIONS,
        "Change of care",
        "Care goes from {provider} to: ",
        "First visit there: ",
        "Records and restrictions passed on: ",
    ),
    _note(
        "recovery-check",
        StandardWork.RECOVERY,
        "How recovery goes",
        "Asked {worker} how recovery goes.",
        "Better, the same or worse since the last call: ",
        "What can be done again: ",
        "Next visit: ",
    ),
    _note(
        "surgery-plan",
        StandardWork.SURGERY,
        "Surgery: plan and return",
        "Surgery planned on: ",
        "Authorized: ",
        "Likely restrictions and weeks off: ",
        "Told {employer}: ",
    ),
    TextTemplate(
        UNABLE_TO_CONTACT,
        Purpose.LETTER,
        "Unable to contact",
        "Dear {worker},\n\n"
        "I write from {cohe} about your claim {claim_number} and your injury of {injury_on}. I have"
        " tried to reach you by phone and have not been able to.\n\n"
        "We help people who were hurt at work to get the care they need and to go back to work"
        " safely. We work with you, {provider}, {employer} and the Department of Labor & Industries."
        " Our help costs you nothing.\n\n"
        "Please call me when you have this letter, and tell me the best number and time to reach"
        " you. If you need an interpreter, say so and we will arrange for one.\n\n"
        "Sincerely,\n\n\n{writer}\n{cohe}",
        StandardWork.RETURN_TO_WORK,
    ),
    TextTemplate(
        JOB_DESCRIPTION_FAX,
        Purpose.FAX,
        "Job description for review",
        "To: {provider}, {clinic}\nFax: {clinic_fax}\nPhone: {clinic_phone}\nFrom: {writer}, {cohe}\n"
        "Date: {today}\n\n"
        "About: {worker}, claim {claim_number}, date of injury {injury_on}\n\n"
        "{employer} has work that {worker} may be able to do. The job description follows this"
        " sheet. Please review it, say whether {worker} may do this work, with which limits and from"
        " which day, sign it and fax it back.\n\n"
        "Please call me with any question. Thank you.",
        StandardWork.RETURN_TO_WORK,
    ),
)
