"""The back office: when, about what, and who was present."""

from collections import Counter

from django.contrib import admin
from django.core.validators import MaxValueValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from networks.admin import BackOffice, ReadOnlyAdmin, RecordedInline
from networks.admin.recorded import OWN, OpenedForm, OpenedFormSet, RecordedForm
from networks.services import today

from .models import AgendaItem, AgendaItemLead, Attendance, Meeting, MeetingDocument
from .policies import is_on_record
from .services import FROZEN, CannotPlan, change_meeting, make_meeting, places_of, write_items

HIGHEST = 1_000_000


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


class AgendaOffice(BackOffice):
    def save_rows(self, rows, *, by, reason):
        if rows and isinstance(rows[0], AgendaItem):
            write_items(items=rows, by=by, reason=reason)
        else:
            super().save_rows(rows, by=by, reason=reason)


class PlacedForm(OpenedForm):
    """An agenda item: without a position it comes last."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "position" in self.fields:
            field = self.fields["position"]
            field.required, field.help_text = False, _("Empty: after the last one.")
            field.validators.append(MaxValueValidator(HIGHEST))
            if self.instance._state.adding:
                self.instance.position = field.initial = None

    def refuse_position(self):
        self.add_error("position", _("Another item has this position."))


class PlacedFormSet(OpenedFormSet):
    """The items of a level: each has a position of its own."""

    def clean(self):
        super().clean()
        parent = self.instance if isinstance(self.instance, AgendaItem) else None
        stands = {}
        if self.instance.pk:
            meeting_id = parent.meeting_id if parent else self.instance.pk
            stands = places_of(meeting_id=meeting_id, parent_id=parent and parent.pk)
        typed = [(form, form.cleaned_data["position"]) for form in self.forms if "position" in form.cleaned_data]
        there = {key: place for key, place in stands.items() if key not in {form.instance.pk for form, _ in typed}}
        taken = Counter([*there.values(), *(place for _form, place in typed if place is not None)])
        for form, place in typed:
            if taken[place] > 1 and "position" in form.changed_data:
                form.refuse_position()


class AgendaItemInline(RecordedInline):
    model = AgendaItem
    form = PlacedForm
    formset = PlacedFormSet
    fields = ["day", "position", "starts_at", "ends_at", "kind", "title_en", "title_es"]
    show_change_link = True
    verbose_name_plural = _("agenda")

    def get_queryset(self, request):
        return super().get_queryset(request).filter(parent=None)


@admin.register(Meeting)
class MeetingAdmin(AgendaOffice):
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
        values = {name: form.cleaned_data[name] for name in form.cleaned_data if name not in OWN}
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


class LeadFormSet(OpenedFormSet):
    def clean(self):
        super().clean()
        seen = set()
        for form in self.forms:
            delegation = None if self._should_delete_form(form) else form.cleaned_data.get("delegation")
            if delegation in seen:
                form.add_error("delegation", _("This delegation leads the item already."))
            if delegation is not None:
                seen.add(delegation)


class LeadInline(RecordedInline):
    model = AgendaItemLead
    formset = LeadFormSet

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("delegation")

    def has_delete_permission(self, request, obj=None):
        return self.has_change_permission(request, obj)


class SubItemInline(RecordedInline):
    model = AgendaItem
    form = PlacedForm
    formset = PlacedFormSet
    fk_name = "parent"
    fields = ["position", "title_en", "title_es"]
    show_change_link = True
    verbose_name_plural = _("sub-items")


class AgendaItemForm(PlacedForm, RecordedForm):
    def clean(self):
        super().clean()
        chosen = self.cleaned_data.get("meeting")
        meeting_id = chosen.pk if chosen else self.instance.meeting_id
        stands = places_of(meeting_id=meeting_id, parent_id=self.instance.parent_id)
        if self.cleaned_data.get("position") in {place for key, place in stands.items() if key != self.instance.pk}:
            self.refuse_position()


@admin.register(AgendaItem)
class AgendaItemAdmin(AgendaOffice):
    form = AgendaItemForm
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
