"""What is entered about somebody's onboarding and training."""

from ohms.domain.onboarding import BY_SUPERVISOR, Route
from ohms.domain.training import RECORDED, BasicTopic, Subject, TrainingEntry, TrainingKind
from ohms.web.fields import ChoiceField, DayField, LineField, WholeNumberField
from ohms.web.forms import OhmsForm

ROUTES = {
    Route.BACHELOR_3_YEARS.value: "Bachelor’s degree and 3 years",
    Route.SEVEN_YEARS.value: "7 years",
    Route.ASSISTANT_3_YEARS.value: "3 years, as an assistant",
}
SUBJECTS = {
    Subject.LNI_PROCESSES.value: "L&I business processes",
    Subject.ANOTHER_COHE.value: "How another COHE’s coordinators work",
}
BASIC = "basic"
KINDS = {
    BASIC: "Basic training of the COHE",
    TrainingKind.SHADOWING.value: "Shadowing at another COHE",
    TrainingKind.LNI_ORIENTATION.value: "L&I orientation",
    TrainingKind.HSC_CONFERENCE.value: "L&I HSC conference",
    TrainingKind.APPROVED_CONTENT.value: "Approved content",
}
assert set(KINDS) == {BASIC, *(kind.value for kind in RECORDED)}


class StepForm(OhmsForm):
    step = ChoiceField("Step", BY_SUPERVISOR)
    done_on = DayField("Done on", past=True, demand="Enter the day.")
    route = ChoiceField("Route, of the qualification", ROUTES, empty="No route")
    number = LineField("Provider number, when received", longest=7)
    evidence = LineField("Evidence", demand="Enter where the evidence lies.")


class TrainingForm(OhmsForm):
    kind = ChoiceField("Training", KINDS)
    topic = ChoiceField("Topic, of basic training", BasicTopic, empty="No topic")
    done_on = DayField("Done on", id="training-done_on", past=True, demand="Enter the day.")
    minutes = WholeNumberField("Minutes", least=1, most=1440)
    host = ChoiceField("Host, of shadowing", {}, empty="Nobody")
    content = ChoiceField("Content", {}, empty="No content")
    evidence = LineField("Evidence", id="training-evidence")

    @property
    def entry(self) -> TrainingEntry:
        kind = None if self.kind.data == BASIC else TrainingKind(self.kind.data)
        return TrainingEntry(
            kind,
            self.done_on.data,
            BasicTopic(self.topic.data) if self.topic.data and kind is None else None,
            self.minutes.data,
            int(self.host.data) if self.host.data else None,
            int(self.content.data) if self.content.data else None,
            self.evidence.data or None,
        )


class SubjectForm(OhmsForm):
    subject = ChoiceField("Subject", SUBJECTS, empty="Both")

    @property
    def chosen(self) -> Subject | None:
        return Subject(self.subject.data) if self.subject.data else None


class AcceptForm(SubjectForm):
    evidence = LineField(
        "What is accepted, or why it is waived", id="accepted-evidence", demand="Enter what or why."
    )


class ContentForm(SubjectForm):
    title = LineField("Title", demand="Enter what the content is called.")


class DeclineForm(OhmsForm):
    said = LineField("How it was", demand="Enter how it was: it stays with the training.")


class VoidForm(OhmsForm):
    reason = LineField("Why it is voided", demand="Enter why: it stays with the training.")
