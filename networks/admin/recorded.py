"""The back office's forms: why one writes, and nothing of what somebody else has written meanwhile undone."""

from django import forms
from django.db.models import Max
from django.forms.models import BaseInlineFormSet, model_to_dict
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

# What a form asks for its own sake, and no part of a row.
OWN = ("change_reason", "seen")


class OpenedForm(forms.ModelForm):
    """A form that knows the row as it stood when the form was opened, by the newest row of its history.

    What somebody else has written since is not undone: the form is refused and shown again, with what was typed, and
    with theirs where nothing was.
    """

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    newest: int | None = None

    def stands_at(self, newest):
        """newest: the key of the newest row of the history as it is now, or None."""
        self.newest = newest
        self.initial["seen"] = newest

    @cached_property
    def changed_data(self):
        return [name for name in super().changed_data if name not in OWN]

    def clean(self):
        super().clean()
        if self.has_changed() and not self.instance._state.adding and self.cleaned_data.get("seen") != self.newest:
            self._keep_theirs()

    def _keep_theirs(self):
        kind, data, meanwhile = self._meta.model, self.data.copy(), []
        row = kind.history.filter(history_id=self.cleaned_data.get("seen"), **{kind._meta.pk.attname: self.instance.pk})
        opened = row.first()
        # What was sent and is not what stands now was typed here, or was changed by somebody else since.
        was = model_to_dict(opened.instance, self.changed_data) if opened else {}
        for name in self.changed_data:
            now, sent = self.initial.get(name), self[name].data
            if name not in self.initial or (name in was and was[name] == now):
                continue
            meanwhile.append(str(self[name].label))
            if name in was and not self.fields[name].has_changed(was[name], sent):
                data[self.add_prefix(name)] = "" if now is None else now
            else:
                self.add_error(name, _("Meanwhile it reads: %(now)s") % {"now": self._in_words(name, now)})
        if meanwhile:
            data[self.add_prefix("seen")] = self.newest
            self.data = data
            theirs = _("Somebody else changed this in the meantime. Nothing of theirs was overwritten.")
            look = _("Please look at it and save again: %(fields)s.") % {"fields": ", ".join(meanwhile)}
            self.add_error(None, f"{theirs} {look}")

    def _in_words(self, name, value):
        choices = getattr(self.fields[name], "choices", None)
        if choices is not None:
            return next((label for key, label in choices if str(key) == str(value)), "–")
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        return "–" if value in (None, "") else self[name].field.widget.format_value(value)


class RecordedForm(OpenedForm):
    change_reason = forms.CharField(
        label=gettext_lazy("Reason"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Why; it stays in the history beside your name."),
    )

    # Why the service refused what was sent, once it has: the form is shown again, as it was sent.
    refusal = ""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.instance._state.adding:
            self.stands_at(newest_of(self._meta.model, [self.instance.pk]).get(self.instance.pk))

    def clean(self):
        super().clean()
        if self.refusal:
            raise forms.ValidationError(self.refusal)


class OpenedFormSet(BaseInlineFormSet):
    @cached_property
    def newest(self):
        return newest_of(self.model, [row.pk for row in self.get_queryset()])

    def add_fields(self, form, index):
        super().add_fields(form, index)
        if not form.instance._state.adding:
            form.stands_at(self.newest.get(form.instance.pk))


def newest_of(kind, keys):
    """{key: key of the newest row of its history}; of what keeps no history, nothing."""
    if not hasattr(kind._meta, "simple_history_manager_attribute"):
        return {}
    name = kind._meta.pk.attname
    rows = kind.history.filter(**{f"{name}__in": keys}).order_by()
    return dict(rows.values(name).annotate(newest=Max("history_id")).values_list(name, "newest"))
