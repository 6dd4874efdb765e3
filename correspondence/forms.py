"""What people write on the pages of a mailed link."""

import functools

from django import forms
from django.utils.translation import gettext_lazy as _

from networks.alphabet import alphabetical
from networks.models import Delegation, Network

from .models import MailKind, MailState, Rhythm

LARGEST_KEY = 2**63 - 1


class Paragraphs(forms.CharField):
    """Text of several lines, which browsers end in two characters each."""

    def __init__(self, *, rows, **options):
        super().__init__(widget=forms.Textarea(attrs={"rows": rows, "class": "field"}), **options)

    def to_python(self, value):
        return super().to_python(value.replace("\r\n", "\n") if value else value)


class ColleagueForm(forms.Form):
    colleague = Paragraphs(label=_("Your colleague's name, and how to reach them"), max_length=500, rows=3)


class RhythmForm(forms.Form):
    rhythm = forms.ChoiceField(label=_("Digests"), choices=Rhythm.choices, widget=forms.RadioSelect)


class ChooseForm(forms.Form):
    """Which commitments a reminder by hand, or one step for many, is about."""

    agreement = forms.CharField(label=_("Agreement"), required=False, help_text=_("Its reference: CP/2026-03/6."))
    delegation = forms.ModelChoiceField(
        Delegation.objects.none(), label=_("Delegation"), required=False, to_field_name="code"
    )
    network = forms.ModelChoiceField(Network.objects.none(), label=_("Network"), required=False, to_field_name="slug")
    situation = forms.ChoiceField(
        label=_("Status"),
        required=False,
        choices=[
            ("", _("all that is open")),
            ("date_passed", _("date passed")),
            ("due_soon", _("due soon")),
            ("waiting", _("waiting for a meeting")),
            ("stale", _("without news for six months")),
            ("in_progress", _("in progress")),
            ("to_confirm", _("to confirm")),
        ],
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["delegation"].queryset = Delegation.objects.all()
        # Asked for twice where they are drawn, and not at all where they are not.
        self.fields["delegation"].choices = functools.cache(_in_their_alphabet)
        self.fields["network"].queryset = Network.objects.all()
        for field in self.fields.values():
            field.widget.attrs["class"] = "field"


def _in_their_alphabet():
    return [("", "---------"), *((one.code, str(one)) for one in alphabetical(Delegation.objects.all()))]


class NoteForm(forms.Form):
    note = Paragraphs(
        label=_("A note of your own"),
        required=False,
        max_length=2000,
        help_text=_("It stands above the list, in every mail as you write it here."),
        rows=4,
    )


class SearchForm(forms.Form):
    """What the log of mails is narrowed to; its fields are those of services.log.Search."""

    address = forms.CharField(label=_("E-mail"), required=False)
    agreement = forms.CharField(label=_("Agreement"), required=False, help_text=_("Its reference: CP/2026-03/6."))
    delegation = forms.ChoiceField(label=_("Delegation"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("any")), *MailState.choices])
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("any")), *MailKind.choices])
    day = forms.DateField(label=_("Day"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    person = forms.IntegerField(required=False, max_value=LARGEST_KEY, widget=forms.HiddenInput)
    commitment = forms.IntegerField(required=False, max_value=LARGEST_KEY, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        delegations = [(one.code, str(one)) for one in alphabetical(Delegation.objects.all())]
        self.fields["delegation"].choices = [("", _("any")), *delegations]
        for field in self.fields.values():
            if not isinstance(field.widget, forms.HiddenInput):
                field.widget.attrs["class"] = "field"


class NetworkForm(forms.Form):
    """One network's reminders."""

    is_on = forms.BooleanField(label=_("Mails are switched on"), required=False)
    ladder = forms.CharField(
        label=_("Ladder"),
        max_length=120,
        help_text=_("Days from the deadline, with commas: -14 is fourteen days before it, 0 the day itself."),
        widget=forms.TextInput(attrs={"class": "field"}),
    )
    reason = forms.CharField(
        label=_("Reason"), required=False, max_length=250, widget=forms.TextInput(attrs={"class": "field"})
    )

    def clean_ladder(self):
        """The days as numbers, ascending."""
        parts = self.cleaned_data["ladder"].replace("−", "-").split(",")
        try:
            return sorted({int(part) for part in parts if part.strip()})
        except ValueError:
            raise forms.ValidationError(
                _("Please write whole numbers with commas between them: -14, -3, 0, 14, 28.")
            ) from None


class TextForm(forms.Form):
    """The words around a mail's list."""

    subject = forms.CharField(
        label=_("Subject"), max_length=150, widget=forms.Textarea(attrs={"rows": 2, "class": "field"})
    )
    opening = Paragraphs(label=_("Opening"), rows=6)
    closing = Paragraphs(label=_("Closing"), rows=6)
