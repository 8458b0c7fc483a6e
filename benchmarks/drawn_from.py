"""The names, sentences and choices that the statewide database is drawn from; all made up."""

from ohms.domain.values import Coordination, Party, ReferralStep, StandardWork

LAST = [
    "Garcia",
    "Nguyen",
    "Smith",
    "Johnson",
    "Lopez",
    "Martinez",
    "Brown",
    "Olsen",
    "Kim",
    "Petrov",
    "Tanaka",
    "Alvarez",
    "Haddad",
    "Silva",
    "Murphy",
    "Cohen",
    "Ivanova",
    "Mendez",
    "Okafor",
    "Schmidt",
    "Larsen",
    "Rossi",
    "Moreau",
    "Novak",
    "Castillo",
    "Reyes",
    "Flores",
]
FIRST = [
    "Ana",
    "Luis",
    "Minh",
    "Sofia",
    "John",
    "Mary",
    "Omar",
    "Ines",
    "Pavel",
    "Yuki",
    "Rosa",
    "Tam",
    "Kari",
    "Mika",
    "Dana",
    "Chris",
]
SENTENCES = (
    "Spoke with the worker about light duty at the shop; the employer is ready to offer it.",
    "Asked the clinic for the activity prescription form, which is a week late by now.",
    "The shoulder is better and sleep is not; physical therapy goes on twice a week.",
    "Left word with the supervisor of the night shift, who knows which tasks can wait.",
    "Went through the barriers one by one; the drive to the site is the hardest of them.",
    "The provider expects release to modified work after the next visit if lifting stays below ten pounds.",
    "Explained the letter from the claim manager and what it asks for, and by when.",
    "An interpreter was on the line; the instructions were repeated and written down.",
    "Surgery is not planned any more; the second opinion agreed with the first.",
    "The job description was sent to the provider, and the answer is expected within days.",
)
TITLES = ("Ask for the APF", "Call the employer", "Call the worker", "Send the job description")
ITEMS = tuple(each for each in StandardWork if each is not StandardWork.SURGERY)
CLOSINGS = ("returned_full_duty", "stable_modified_duty", "released", "claim_closed")
UNDER_WAY = (Coordination.ACTIVE, Coordination.ACTIVE, Coordination.ACTIVE, Coordination.WATCHING)
PARTIES = (Party.WORKER, Party.WORKER, Party.EMPLOYER, Party.PROVIDER, Party.CLAIM_MANAGER)
STEPS = {
    ReferralStep.SENT: (ReferralStep.SENT,),
    ReferralStep.COMPLETED: (ReferralStep.SENT, ReferralStep.ACCEPTED, ReferralStep.COMPLETED),
}
