"""The back office: when, about what, and who was present."""

from django.contrib import admin
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from networks.admin import BackOffice, ReadOnlyAdmin, RecordedInline
from networks.services import today

from .models import AgendaItem, AgendaItemLead, Attendance, Meeting, MeetingDocument
from .policies import is_on_record
from .services import FROZEN, CannotPlan, change_meeting, make_meeting


class AttendanceInline(RecordedInline):
    """Present or not: a row is added or removed, never changed into another delegation."""

    model = Attendance
    verbose_name_plural = _("present")

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("delegation").order_by("delegation__code")

    def has_add_permission(self, request, obj=None):
        return super().has_add_permission(request, obj) and not (obj and is_on_record(obj))

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return self.has_add_permission(request, obj)


class AgendaItemInline(RecordedInline):
    model = AgendaItem
    fields = ["day", "position", "starts_at", "ends_at", "kind", "title_en", "title_es"]
    show_change_link = True
    verbose_name_plural = _("agenda")

    def get_queryset(self, request):
        return super().get_queryset(request).filter(parent=None)


@admin.register(Meeting)
class MeetingAdmin(BackOffice):
    list_display = ["starts_on", "network", "ordinal", "city", "country", "state", "is_public", "report"]
    list_display_links = ["starts_on", "network"]
    list_filter = ["network", "state", "is_virtual", "is_public"]
    list_select_related = ["network", "country", "report__meeting__network"]
    search_fields = ["city", "venue", "title_en", "title_es", "network__code", "report__reference"]
    date_hierarchy = "starts_on"
    inlines = [AttendanceInline, AgendaItemInline]
    what = ["network", "ordinal", "title_en", "title_es"]
    when_and_where = ["starts_on", "ends_on", "city", "country"]
    refusals = (CannotPlan,)
    fieldsets = [
        (None, {"fields": [*what, "state", "is_public"]}),
        (_("When and where"), {"fields": [*when_and_where, "venue", "is_virtual", "time_zone"]}),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("network", "country", "report")

    def get_readonly_fields(self, request, obj=None):
        return FROZEN if obj and is_on_record(obj) else []

    def save_model(self, request, obj, form, change):
        values = {name: form.cleaned_data[name] for name in form.cleaned_data if name != "change_reason"}
        who_and_why = {"by": request.user, "reason": form.cleaned_data["change_reason"]}
        if change:
            written = {name: value for name, value in values.items() if name in form.changed_data}
            change_meeting(meeting_id=obj.pk, **written, **who_and_why)
        else:
            made = make_meeting(on=today(now=timezone.now()), **values, **who_and_why)
            # What stands below the form is saved with the row that it was opened for.
            obj.pk, obj._state = made.pk, made._state

    @admin.display(description=_("report"), ordering="report__reference")
    def report(self, meeting):
        return getattr(meeting, "report", None)


class LeadInline(RecordedInline):
    model = AgendaItemLead

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("delegation")

    def has_delete_permission(self, request, obj=None):
        return self.has_change_permission(request, obj)


class SubItemInline(RecordedInline):
    model = AgendaItem
    fk_name = "parent"
    fields = ["position", "title_en", "title_es"]
    show_change_link = True
    verbose_name_plural = _("sub-items")


@admin.register(AgendaItem)
class AgendaItemAdmin(BackOffice):
    list_display = ["meeting", "day", "starts_at", "ends_at", "kind", "title_en", "title_es"]
    list_display_links = ["title_en", "title_es"]
    list_filter = ["kind", "meeting__network"]
    list_select_related = ["meeting__network"]
    search_fields = ["title_en", "title_es", "notes_en", "notes_es", "meeting__city"]
    ordering = ["-meeting__starts_on", "day", "position"]
    inlines = [LeadInline, SubItemInline]
    fields = [
        "meeting",
        "day",
        "position",
        "starts_at",
        "ends_at",
        "kind",
        "title_en",
        "title_es",
        "notes_en",
        "notes_es",
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("meeting__network", "parent__meeting")

    def get_readonly_fields(self, request, obj=None):
        return ["meeting"] if obj else []

    def save_formset(self, request, form, formset, change):
        for row in formset.forms:
            if isinstance(row.instance, AgendaItem):
                row.instance.meeting, row.instance.day = form.instance.meeting, form.instance.day
        super().save_formset(request, form, formset, change)


@admin.register(MeetingDocument)
class MeetingDocumentAdmin(ReadOnlyAdmin):
    """What the documents are called, and their history; they are kept and read on pages of their own."""

    list_display = ["meeting", "title", "distribution", "language", "name", "added_at"]
    list_display_links = ["title"]
    list_filter = ["distribution", "language", "meeting__network"]
    search_fields = ["title_en", "title_es", "name", "meeting__city", "sha256"]
    date_hierarchy = "added_at"
    ordering = ["-added_at", "-pk"]
    fields = [
        "meeting",
        "title_en",
        "title_es",
        "language",
        "distribution",
        "name",
        "content_type",
        "size",
        "sha256",
        "added_by",
        "added_at",
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("meeting__network", "added_by")

    @admin.display(description=_("title"))
    def title(self, document):
        return str(document)
