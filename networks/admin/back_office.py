"""What every page of the back office shares: who may, how it is saved, how its history reads."""

import functools
from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.contrib.admin.utils import display_for_field, unquote
from django.contrib.admin.widgets import AdminTextareaWidget
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from simple_history.admin import SimpleHistoryAdmin
from simple_history.template_utils import HistoricalRecordContextHelper

from ..policies import keeps_the_record
from ..services import delete_recorded, public_change, save_recorded
from .recorded import OWN, OpenedForm, OpenedFormSet, RecordedForm


class RefusedHere(Exception):
    """The back office cannot do this as it stands; the message is shown to the person."""


DAY = forms.DateInput({"type": "date"}, "%Y-%m-%d")
HOUR = forms.TimeInput({"type": "time"}, "%H:%M")


class Text(AdminTextareaWidget):
    """Browsers send other ends of lines than are kept: a text that nobody has touched would count as changed."""

    def value_from_datadict(self, data, files, name):
        value = super().value_from_datadict(data, files, name)
        return value and value.replace("\r\n", "\n")


class ForStaff:
    """Staff see, add and change; nobody deletes, unless a page says so.

    A day and an hour are asked for by the browser itself, and one row of another kind by a plain list: both are used by
    keyboard, on a phone and without scripts, and are said by name.
    """

    formfield_overrides: ClassVar[Mapping[type[models.Field], Mapping[str, Any]]] = {
        models.DateField: {"widget": DAY},
        models.TimeField: {"widget": HOUR},
        models.TextField: {"widget": Text},
    }

    def get_field_queryset(self, db, db_field, request):
        # Offered is what its own list shows, with the rows that its names are made of.
        kind = db_field.remote_field.model
        if self.admin_site.is_registered(kind):
            return self.admin_site.get_model_admin(kind).get_queryset(request)
        return super().get_field_queryset(db, db_field, request)

    def has_module_permission(self, request):
        return keeps_the_record(request.user)

    def has_view_permission(self, request, obj=None):
        return keeps_the_record(request.user)

    def has_add_permission(self, request, obj=None):
        return keeps_the_record(request.user)

    def has_change_permission(self, request, obj=None):
        return keeps_the_record(request.user)

    def has_delete_permission(self, request, obj=None):
        return False


class RecordedInline(ForStaff, admin.TabularInline):
    form = OpenedForm
    formset = OpenedFormSet
    extra = 0

    def get_fields(self, request, obj=None):
        fields = [field for field in super().get_fields(request, obj) if field not in OWN]
        return [*fields, "seen"] if self.has_change_permission(request, obj) else fields

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if field is not None and db_field.related_model is not self.parent_model:
            # One list for all rows: left to itself, every row asks for its own.
            field.choices = functools.cache(functools.partial(list, field.choices))
        return field


class ReadOnlyInline(RecordedInline):
    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False


class ReadersHistory(HistoricalRecordContextHelper):
    """Old and new values as the page shows them, not as the database stores them."""

    def prepare_delta_change_value(self, change, value):
        value = super().prepare_delta_change_value(change, value)
        field = self.model._meta.get_field(change.field)
        if isinstance(field, models.BooleanField) and value is not None:
            return gettext("yes") if value else gettext("no")
        return display_for_field(value, field, "–")


class BackOffice(ForStaff, SimpleHistoryAdmin):
    """Saves through the services: in a public change, with the person and the reason, and only what changed.

    `refusals` are the services' exceptions whose message may be shown. There is no way back to an old version here:
    a correction is a change of its own.
    """

    form = RecordedForm
    refusals: tuple[type[Exception], ...] = (RefusedHere,)
    list_per_page = 50
    show_full_result_count = False

    @property
    def is_tracked(self):
        """Whether the rows have a history; of mail and what came of it there is none."""
        return hasattr(self.opts, "simple_history_manager_attribute")

    def get_urls(self):
        place = f"{self.opts.app_label}_{self.opts.model_name}"
        left_out = [f"{place}_simple_history"] if self.is_tracked else [f"{place}_simple_history", f"{place}_history"]
        return [url for url in super().get_urls() if url.name not in left_out]

    def render_change_form(self, request, context, *args, **kwargs):
        return super().render_change_form(request, {**context, "is_tracked": self.is_tracked}, *args, **kwargs)

    def has_view_history_permission(self, request, obj=None):
        return self.has_view_permission(request, obj)

    def has_change_history_permission(self, request, obj=None):
        return False

    def get_fields(self, request, obj=None):
        # The reason has a part of the form to itself.
        return [field for field in super().get_fields(request, obj) if field not in OWN]

    def get_fieldsets(self, request, obj=None):
        fieldsets = list(super().get_fieldsets(request, obj))
        allowed = self.has_change_permission(request, obj) if obj else self.has_add_permission(request)
        if allowed:
            fieldsets.append((_("For the history"), {"fields": list(OWN)}))
        return fieldsets

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if request.method != "POST":
            return super().changeform_view(request, object_id, form_url, extra_context)
        try:
            with public_change():
                return super().changeform_view(request, object_id, form_url, extra_context)
        except self.refusals as refusal:
            request.refusal = str(refusal)
            return super().changeform_view(request, object_id, form_url, extra_context)

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        form.refusal = getattr(request, "refusal", "")
        return form

    def save_model(self, request, obj, form, change):
        if not change or form.has_changed():
            self.save_rows([obj], by=request.user, reason=form.cleaned_data.get("change_reason", ""))

    def save_formset(self, request, form, formset, change):
        reason = form.cleaned_data.get("change_reason", "")
        saved = formset.save(commit=False)
        for row in formset.deleted_objects:
            delete_recorded(row, by=request.user, reason=reason)
        self.save_rows(saved, by=request.user, reason=reason)
        formset.save_m2m()

    def save_rows(self, rows, *, by, reason):
        """Save rows of one kind: the page's own, or those that stand below it."""
        for row in rows:
            save_recorded(row, by=by, reason=reason)

    def delete_model(self, request, obj):
        with public_change():
            delete_recorded(obj, by=request.user)

    def history_view_title(self, request, obj):
        return gettext("History of %(name)s") % {"name": obj}

    def history_view(self, request, object_id, extra_context=None):
        parts = [self._history_below(inline, unquote(object_id)) for inline in self.inlines if self._is_below(inline)]
        context = {"parts": [part for part in parts if part["rows"]], **(extra_context or {})}
        return super().history_view(request, object_id, context)

    def _is_below(self, inline):
        """Whether its rows are written here and on no page of their own, so that their history is read here."""
        kept = hasattr(inline.model._meta, "simple_history_manager_attribute")
        return kept and not issubclass(inline, ReadOnlyInline) and not self.admin_site.is_registered(inline.model)

    def _history_below(self, inline, object_id):
        key = forms.inlineformset_factory(self.model, inline.model, fk_name=inline.fk_name, fields=[]).fk.attname
        rows = list(_with_names(inline.model.history.filter(**{key: object_id})))
        older = {}
        for row in reversed(rows):
            if row.id in older:
                delta = row.diff_against(older[row.id], foreign_keys_are_objs=True)
                row.history_delta_changes = ReadersHistory(inline.model, row).context_for_delta_changes(delta)
            older[row.id] = row
            row.history_object = _as_it_was(row)
        return {"name": inline.verbose_name_plural or inline.model._meta.verbose_name_plural, "rows": rows}

    def get_history_queryset(self, request, history_manager, pk_name, object_id):
        # The library's own asks once a row for the person of a model without foreign keys.
        return _with_names(history_manager.filter(**{pk_name: object_id}))

    def get_historical_record_context_helper(self, request, historical_record):
        return ReadersHistory(self.model, historical_record)

    def set_history_delta_changes(self, request, historical_records, foreign_keys_are_objs=True):
        # The oldest row of a page is compared with the first of the next one.
        end = historical_records.end_index()
        older = historical_records.paginator.object_list[end : end + 1]
        super().set_history_delta_changes(request, [*historical_records, *older], foreign_keys_are_objs)


def _foreign_keys(history):
    return [field.name for field in history.tracked_fields if isinstance(field, models.ForeignKey)]


def _with_names(rows):
    return rows.select_related("history_user", *_foreign_keys(rows.model))


def _as_it_was(row):
    """What a row of a history was, with what its name is made of."""
    thing = row.instance
    for name in _foreign_keys(type(row)):
        setattr(thing, name, getattr(row, name))
    return thing


class ReadOnlyAdmin(BackOffice):
    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False
