"""The tables of OHMS that are shown and written, unmanaged."""

from typing import Any

from django.db import models

COORDINATION = [(each, each) for each in ("new", "watching", "active", "on_hold", "closed")]


def _other(model: str, **options: Any) -> Any:
    return models.ForeignKey(model, models.DO_NOTHING, **options)


class Table(models.Model):
    class Meta:
        abstract = True
        managed = False


class Worker(Table):
    last_name = models.CharField(max_length=120)
    first_name = models.CharField(max_length=120)

    class Meta(Table.Meta):
        db_table = "worker"

    def __str__(self) -> str:
        return f"{self.last_name}, {self.first_name}"


class Employer(Table):
    name = models.CharField(max_length=200)

    class Meta(Table.Meta):
        db_table = "employer"

    def __str__(self) -> str:
        return str(self.name)


class Provider(Table):
    last_name = models.CharField(max_length=120)

    class Meta(Table.Meta):
        db_table = "provider"

    def __str__(self) -> str:
        return str(self.last_name)


class ProviderAssignment(Table):
    provider = _other("Provider")
    staff_id = models.IntegerField()

    class Meta(Table.Meta):
        db_table = "provider_assignment"


class Claim(Table):
    claim_number = models.CharField(max_length=7)
    cohe_id = models.IntegerField()
    worker = _other("Worker")
    employer = _other("Employer")
    initiating_provider = _other("Provider")
    injury_on = models.DateField()
    initiated_on = models.DateField()
    status = models.CharField(max_length=32)
    coordination = models.CharField(max_length=32, choices=COORDINATION)
    complexity = models.CharField(max_length=32)
    work_status = models.CharField(max_length=32)
    on_time_loss = models.BooleanField()
    last_contact_on = models.DateField(null=True)
    next_due_by = models.DateField(null=True)

    class Meta(Table.Meta):
        db_table = "claim"

    def __str__(self) -> str:
        return str(self.claim_number)


class OfClaim(Table):
    """A row that belongs to a claim."""

    claim = _other("Claim")
    cohe_id = models.IntegerField()

    class Meta(Table.Meta):
        abstract = True


class CaseNote(OfClaim):
    author_id = models.IntegerField()
    position_id = models.IntegerField()
    standard_work = models.CharField(max_length=32)
    body = models.TextField()
    performed_on = models.DateField()
    written_at = models.DateTimeField()
    signed_at = models.DateTimeField(null=True)
    co_signature_needed = models.BooleanField(default=False)
    mental_health = models.BooleanField(default=False)
    version = models.IntegerField(default=1)

    class Meta(Table.Meta):
        db_table = "case_note"


class Contact(OfClaim):
    note = _other("CaseNote", null=True)
    staff_id = models.IntegerField()
    party = models.CharField(max_length=32)
    method = models.CharField(max_length=32)
    outcome = models.CharField(max_length=32)
    interpreter = models.BooleanField(default=False)
    contact_on = models.DateField()

    class Meta(Table.Meta):
        db_table = "contact"


class TimeEntry(OfClaim):
    note = _other("CaseNote", null=True)
    staff_id = models.IntegerField()
    position_id = models.IntegerField()
    standard_work = models.CharField(max_length=32, null=True)
    performed_on = models.DateField()
    minutes = models.IntegerField()
    capture = models.CharField(max_length=32, default="typed")
    entered_by_id = models.IntegerField()
    entered_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)

    class Meta(Table.Meta):
        db_table = "time_entry"


class Task(OfClaim):
    title = models.CharField(max_length=200)
    state = models.CharField(max_length=32)
    due_by = models.DateField()
    finished_at = models.DateTimeField(null=True)

    class Meta(Table.Meta):
        db_table = "task"


class Referral(OfClaim):
    service = models.CharField(max_length=32)
    step = models.CharField(max_length=32)
    expected_by = models.DateField(null=True)

    class Meta(Table.Meta):
        db_table = "referral"
