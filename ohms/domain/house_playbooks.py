"""The playbooks that the house ships; a COHE's supervisor may write its own versions over them."""

from ohms.domain.playbooks import Playbook, Step, StepOwner
from ohms.domain.values import StandardWork, TaskKind

ASSISTANT = StepOwner.ASSISTANT
BARRIERS, RETURN = StandardWork.BARRIERS, StandardWork.RETURN_TO_WORK
RECOVERY, SURGERY = StandardWork.RECOVERY, StandardWork.SURGERY
TRANSITIONS, REFERRALS = StandardWork.TRANSITIONS, StandardWork.REFERRALS
CALL, DOCUMENT, REVIEW = TaskKind.CALL, TaskKind.DOCUMENT, TaskKind.REVIEW
FOLLOW_UP = TaskKind.FOLLOW_UP

HOUSE_PLAYBOOKS = (
    Playbook(
        "new-time-loss",
        "New time-loss claim",
        (
            Step("Call the worker", 1, BARRIERS, CALL),
            Step("Call the employer about light duty", 2, RETURN, CALL),
            Step("Read the newest APF and chart note", 2, RECOVERY, REVIEW),
            Step("Ask the employer for a job description", 4, RETURN, DOCUMENT, ASSISTANT),
            Step("Ask the worker the FRQ", 10, BARRIERS, CALL),
            Step("Look at barriers and plan again", 15, BARRIERS, REVIEW),
        ),
    ),
    Playbook(
        "frq-positive",
        "FRQ positive",
        (
            Step("Tell the provider and talk about functional recovery", 1, RECOVERY, CALL),
            Step("Write the plan for each barrier", 3, BARRIERS, REVIEW),
            Step("Consider activity coaching", 5, REFERRALS, REVIEW),
            Step("Ask the worker how activity goes", 10, RECOVERY, CALL),
            Step("Ask pain and function again", 20, RECOVERY, FOLLOW_UP),
        ),
    ),
    Playbook(
        "surgery-planned",
        "Surgery planned",
        (
            Step("See that the authorization is asked for", 1, SURGERY, FOLLOW_UP),
            Step("Get the records to the surgeon", 3, SURGERY, DOCUMENT, ASSISTANT),
            Step("Tell the employer the day and the likely restrictions", 5, RETURN, CALL),
            Step("Agree on the way back to work after surgery", 10, SURGERY, REVIEW),
            Step("Call the worker after surgery", 20, SURGERY, CALL),
            Step("See that care goes back to the attending provider", 40, TRANSITIONS, FOLLOW_UP),
        ),
    ),
    Playbook(
        "transfer-of-care",
        "Transfer of care",
        (
            Step("See that the request for transfer is filed", 1, TRANSITIONS, DOCUMENT, ASSISTANT),
            Step("Tell the new provider about the claim", 3, TRANSITIONS, CALL),
            Step("Get records to the new provider", 5, TRANSITIONS, DOCUMENT, ASSISTANT),
            Step("See that the first visit took place", 10, TRANSITIONS, FOLLOW_UP),
            Step("Ask the new provider for an APF", 12, RETURN, DOCUMENT),
        ),
    ),
    Playbook(
        "job-offer-pending",
        "Job offer pending",
        (
            Step("Send the job description to the provider", 1, RETURN, DOCUMENT, ASSISTANT),
            Step("Ask the provider for the answer", 5, RETURN, FOLLOW_UP),
            Step("See that the worker has the offer in writing", 7, RETURN, DOCUMENT),
            Step("Call worker and employer before the first day", 9, RETURN, CALL),
            Step("Ask both sides after the first week", 15, RETURN, CALL),
        ),
    ),
)
