"""The back office's persons."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import ReadOnlyPasswordHashField
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from ..auditing import note_changed_role, note_rights, note_role
from ..designating import CannotDesignate, has_ended, write_designation
from ..models import AuditEntry, Designation, User
from ..policies import may_change_person, may_give_access
from ..services import save_recorded, today
from .back_office import BackOffice, RecordedInline, RefusedHere
from .recorded import OpenedFormSet, RecordedForm

RIGHTS = {"is_active", "is_staff", "is_superuser"}


class PersonForm(RecordedForm):
    password = ReadOnlyPasswordHashField(
        label=_("Password"),
        help_text=_("Most persons never need one. Administrators set it with the button above."),
    )

    class Meta:
        model = User
        fields = ["name", "email", "language", "is_active", "is_staff", "is_superuser"]


class DesignationFormSet(OpenedFormSet):
    """Those that have ended are only read."""

    @cached_property
    def today(self):
        return today(now=timezone.now())

    def add_fields(self, form, index):
        if not form.instance._state.adding and has_ended(form.instance, on=self.today):
            for field in form.fields.values():
                field.disabled = True
        super().add_fields(form, index)


class DesignationInline(RecordedInline):
    model = Designation
    formset = DesignationFormSet
    fields = ["role", "delegation", "network", "starts_on", "ends_on", "acting"]
    show_change_link = True

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("person", "delegation", "network")


@admin.register(User)
class PersonAdmin(BackOffice, UserAdmin):
    form = PersonForm
    add_form = RecordedForm
    add_form_template = None
    list_display = ["name", "email", "language", "is_active", "is_staff"]
    list_filter = ["is_active", "is_staff", "language", "designations__role"]
    search_fields = ["name", "email", "designations__delegation__name_en", "designations__delegation__name_es"]
    ordering = ["name", "pk"]
    filter_horizontal = []
    readonly_fields = ["last_login"]
    inlines = [DesignationInline]
    refusals = (RefusedHere, CannotDesignate)
    fieldsets = [(None, {"fields": ("name", "email", "language", "is_active")})]
    add_fieldsets = fieldsets
    access_fields = ("is_staff", "is_superuser", "password", "last_login")

    def get_queryset(self, request):
        return super().get_queryset(request).filter(is_system=False)

    def get_fieldsets(self, request, obj=None):
        fieldsets = super().get_fieldsets(request, obj)
        if obj and may_give_access(request.user):
            fieldsets.insert(1, (_("Access to the back office"), {"fields": self.access_fields}))
        return fieldsets

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request) and (obj is None or may_change_person(request.user, obj))

    def user_change_password(self, request, id, form_url=""):  # noqa: A002 - the name Django calls it by
        if not may_give_access(request.user):
            raise PermissionDenied
        return super().user_change_password(request, id, form_url)

    def save_model(self, request, obj, form, change):
        if not change:
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)
        if changed := RIGHTS.intersection(form.changed_data):
            note_rights(obj, changed, by=request.user)

    def save_rows(self, rows, *, by, reason):
        for row in rows:
            if isinstance(row, Designation):
                write_designation(designation=row, by=by, on=today(now=timezone.now()), reason=reason)
            else:
                save_recorded(row, by=by, reason=reason)

    def save_formset(self, request, form, formset, change):
        super().save_formset(request, form, formset, change)
        for row in formset.new_objects:
            note_role(row, by=request.user)
        for row, changed in formset.changed_objects:
            note_changed_role(row, changed, by=request.user)


@admin.register(AuditEntry)
class AuditEntryAdmin(BackOffice):
    """Who came in and what they took away: read, and written by nobody."""

    list_display = ["at", "act", "by", "about"]
    list_filter = ["act"]
    list_select_related = ["by"]
    search_fields = ["by__name", "about"]
    date_hierarchy = "at"

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False
