"""The claims of one coordinator, a claim with its work, and notes: as lists and forms of the admin.

Tuned as the documentation says: rows of other tables joined, no count of the whole table, ids instead of
lists of choices, choices instead of a query for each filter.
"""

from typing import Any

from django.contrib import admin
from django.utils import timezone

from benchmarks.others import OWN_POSITION, OWN_STAFF
from benchmarks.others.django_site.models import (
    CaseNote,
    Claim,
    Contact,
    ProviderAssignment,
    Referral,
    Task,
    TimeEntry,
)

NEWEST = 20


def _own_providers() -> Any:
    return ProviderAssignment.objects.filter(staff_id=OWN_STAFF).values("provider_id")


class Shown(admin.TabularInline):
    """Rows of a claim, to read."""

    extra = 0
    can_delete = False

    def has_change_permission(self, _request: Any, _obj: Any = None) -> bool:
        return False

    has_add_permission = has_change_permission

    def get_queryset(self, request: Any) -> Any:
        claim = request.resolver_match.kwargs.get("object_id")
        return super().get_queryset(request).filter(claim_id=claim)


class NotesOfClaim(Shown):
    model = CaseNote
    fields = ("performed_on", "standard_work", "body")

    def get_queryset(self, request: Any) -> Any:
        newest = (
            super().get_queryset(request).order_by("-performed_on", "-id").values("id")[:NEWEST]
        )
        return CaseNote.objects.filter(id__in=list(newest.values_list("id", flat=True)))


class TasksOfClaim(Shown):
    model = Task
    fields = ("title", "state", "due_by")

    def get_queryset(self, request: Any) -> Any:
        return super().get_queryset(request).filter(finished_at=None)


class ReferralsOfClaim(Shown):
    model = Referral
    fields = ("service", "step", "expected_by")


class ClaimAdmin(admin.ModelAdmin):
    list_display = (
        "claim_number",
        "worker",
        "injury_on",
        "initiated_on",
        "employer",
        "initiating_provider",
        "status",
        "coordination",
        "complexity",
        "work_status",
        "on_time_loss",
        "last_contact_on",
        "next_due_by",
    )
    list_select_related = ("worker", "employer", "initiating_provider")
    list_filter = ("coordination", "on_time_loss")
    list_per_page = 50
    search_fields = ("claim_number__istartswith", "worker__last_name__istartswith")
    show_full_result_count = False
    raw_id_fields = ("worker", "employer", "initiating_provider")
    inlines = (NotesOfClaim, TasksOfClaim, ReferralsOfClaim)

    def get_queryset(self, request: Any) -> Any:
        return super().get_queryset(request).filter(initiating_provider__in=_own_providers())


class ContactOfNote(admin.TabularInline):
    model = Contact
    fields = ("party", "method", "outcome")
    extra = 1


class MinutesOfNote(admin.TabularInline):
    model = TimeEntry
    fields = ("minutes",)
    extra = 1


class NoteAdmin(admin.ModelAdmin):
    list_display = ("claim", "performed_on", "standard_work", "body")
    list_select_related = ("claim",)
    list_per_page = 20
    search_fields = ("body",)
    show_full_result_count = False
    ordering = ("-id",)
    raw_id_fields = ("claim",)
    fields = ("claim", "standard_work", "body", "performed_on")
    inlines = (ContactOfNote, MinutesOfNote)

    def get_queryset(self, request: Any) -> Any:
        own = super().get_queryset(request)
        return own.filter(claim__initiating_provider__in=_own_providers())

    def save_model(self, request: Any, obj: Any, form: Any, change: bool) -> None:
        obj.cohe_id, obj.author_id, obj.position_id = obj.claim.cohe_id, OWN_STAFF, OWN_POSITION
        obj.written_at = obj.signed_at = timezone.now()
        super().save_model(request, obj, form, change)

    def save_formset(self, request: Any, form: Any, formset: Any, change: bool) -> None:
        note = form.instance
        for row in formset.save(commit=False):
            row.claim_id, row.cohe_id, row.staff_id = note.claim_id, note.cohe_id, OWN_STAFF
            if isinstance(row, Contact):
                row.contact_on = note.performed_on
            else:
                row.position_id, row.entered_by_id = OWN_POSITION, OWN_STAFF
                row.standard_work, row.performed_on = note.standard_work, note.performed_on
                row.entered_at = row.confirmed_at = timezone.now()
            row.save()


admin.site.register(Claim, ClaimAdmin)
admin.site.register(CaseNote, NoteAdmin)
