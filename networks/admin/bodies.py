"""The back office's conference, bodies and delegations."""

from django import forms
from django.contrib import admin, messages
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from .. import dates
from ..auditing import note_changed_role, note_role
from ..designating import CannotDesignate, has_ended, write_designation
from ..models import Conference, Delegation, Designation, Holiday, Membership, Network, Presidency
from ..services import conference, presidency_terms, today
from ..terms import gaps, overlaps
from .back_office import BackOffice, RecordedInline, RefusedHere
from .recorded import RecordedForm


class HolidayInline(RecordedInline):
    model = Holiday

    def has_delete_permission(self, request, obj=None):
        return self.has_change_permission(request, obj)


@admin.register(Conference)
class ConferenceAdmin(BackOffice):
    """The single row: its list leads straight to it."""

    fields = ["name_en", "name_es", "short_en", "short_es", "time_zone", "public_follow_up", "audit_kept", "is_sample"]
    readonly_fields = ["is_sample"]
    inlines = [HolidayInline]

    def has_add_permission(self, request, obj=None):
        return False

    def changelist_view(self, request, extra_context=None):
        row = conference()
        if row._state.adding or not self.has_view_permission(request):
            return super().changelist_view(request, extra_context)
        return HttpResponseRedirect(reverse("admin:networks_conference_change", args=[row.pk]))


class NetworkForm(RecordedForm):
    def clean_reports_to(self):
        words = _("%(body)s reports to this body already, itself or through others.")
        return self._out_of_a_circle("reports_to", words)

    def clean_successor(self):
        words = _("%(body)s is succeeded by this body already, itself or through others.")
        return self._out_of_a_circle("successor", words)

    def _out_of_a_circle(self, name, refusal):
        chosen = self.cleaned_data[name]
        following = dict(Network.objects.values_list("pk", name))
        now, passed = following.get(chosen.pk) if chosen else None, set()
        while now is not None and now not in passed:
            if now == self.instance.pk:
                raise forms.ValidationError(refusal % {"body": chosen})
            passed.add(now)
            now = following.get(now)
        return chosen


@admin.register(Network)
class NetworkAdmin(BackOffice):
    form = NetworkForm
    list_display = ["code", "name_en", "name_es", "kind", "reports_to", "followed_from"]
    list_display_links = ["code", "name_en"]
    list_filter = ["kind"]
    list_select_related = ["reports_to"]
    search_fields = ["code", "name_en", "name_es", "short_en", "short_es", "other_names"]
    ordering = ["position", "code"]
    prepopulated_fields = {"slug": ["short_en"]}
    fields = [
        "name_en",
        "name_es",
        "short_en",
        "short_es",
        "code",
        "slug",
        "kind",
        "other_names",
        "reports_to",
        "successor",
        "followed_from",
        "position",
    ]

    def get_prepopulated_fields(self, request, obj=None):
        return {} if obj else self.prepopulated_fields

    def get_readonly_fields(self, request, obj=None):
        # References on record open with the code, and addresses were sent with the slug.
        on_record = obj is not None and obj.meetings.filter(report__reference__isnull=False).exists()
        return ["code", "slug"] if on_record else []


class MembershipInline(RecordedInline):
    model = Membership

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("delegation")


class PresidencyInline(RecordedInline):
    model = Presidency

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("delegation")


@admin.register(Delegation)
class DelegationAdmin(BackOffice):
    list_display = ["code", "name_en", "name_es", "kind"]
    list_display_links = ["code", "name_en"]
    list_filter = ["kind", "memberships__standing"]
    search_fields = ["code", "acronym_es", "name_en", "name_es", "formal_en", "formal_es", "other_names"]
    ordering = ["code"]
    inlines = [MembershipInline, PresidencyInline]
    fields = ["code", "acronym_es", "kind", "name_en", "name_es", "formal_en", "formal_es", "other_names"]

    def get_readonly_fields(self, request, obj=None):
        # Addresses and the snapshots of filed reports name a delegation by its code.
        return ["code"] if obj else []

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        _check_terms(form.instance.memberships.all())
        if any(formset.model is Presidency and formset.has_changed() for formset in formsets):
            _check_presidencies(request)


@admin.register(Presidency)
class PresidencyAdmin(BackOffice):
    list_display = ["starts_on", "ends_on", "delegation"]
    list_select_related = ["delegation"]
    search_fields = ["delegation__name_en", "delegation__name_es", "delegation__code"]
    ordering = ["-starts_on"]
    fields = ["delegation", "starts_on", "ends_on"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("delegation")

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        _check_presidencies(request)


@admin.register(Designation)
class DesignationAdmin(BackOffice):
    """One that has ended is only read."""

    refusals = (RefusedHere, CannotDesignate)
    list_display = ["person", "role", "delegation", "network", "starts_on", "ends_on", "acting"]
    list_filter = ["role", "network", "acting", "delegation__kind"]
    list_select_related = ["person", "delegation", "network"]
    search_fields = [
        "person__name",
        "person__email",
        "delegation__code",
        "delegation__name_en",
        "delegation__name_es",
        "post",
        "institution",
    ]
    date_hierarchy = "starts_on"
    fields = [
        "person",
        "role",
        "delegation",
        "network",
        "starts_on",
        "ends_on",
        "acting",
        "post",
        "institution",
        "phone",
        "copy_to",
        "note",
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("person", "delegation", "network")

    def has_change_permission(self, request, obj=None):
        ended = obj is not None and has_ended(obj, on=today(now=timezone.now()))
        return super().has_change_permission(request, obj) and not ended

    def save_rows(self, rows, *, by, reason):
        for row in rows:
            write_designation(designation=row, by=by, on=today(now=timezone.now()), reason=reason)

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if change:
            note_changed_role(obj, form.changed_data, by=request.user)
        else:
            note_role(obj, by=request.user)


def _check_terms(terms):
    for earlier, later in overlaps(terms):
        words = _("“%(later)s” begins before “%(earlier)s” ends. Correct the last day of “%(earlier)s” first.")
        raise RefusedHere(words % {"earlier": earlier, "later": later})


def _check_presidencies(request):
    """Two on one day are refused; days without any are said, for the term that is missing may come next."""
    terms = presidency_terms()
    _check_terms(terms)
    for first, last in gaps(terms):
        words = _("From %(first)s to %(last)s no presidency is on record: nobody holds its commitments on these days.")
        messages.warning(request, words % {"first": dates.long_day(first), "last": dates.long_day(last)})
    last_day = terms[-1].ends_on if terms else None
    if last_day and last_day < today(now=timezone.now()):
        words = _("After %(last)s no presidency is on record: nobody holds its commitments now.")
        messages.warning(request, words % {"last": dates.long_day(last_day)})
