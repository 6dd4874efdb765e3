"""What staff say of a mail that is entered on behalf of whoever wrote it."""

from django import forms
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from .forms import InformForm


class DropForm(forms.Form):
    file = forms.FileField(
        label=_("Mail"),
        help_text=_("Saved as .eml, up to 20 MB."),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"class": "field", "accept": ".eml"}),
    )


class EnterForm(InformForm):
    """A delegation's word as its mail has it. letter: services.eml.Letter."""

    key = None  # type: ignore[assignment]  # how Django leaves a field out
    evidence = None  # type: ignore[assignment]
    attachment = forms.TypedMultipleChoiceField(
        label=_("Files as evidence"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, letter, **kwargs):
        super().__init__(*args, **kwargs)
        choices = [
            (one.place, f"{one.name} ({filesizeformat(len(one.content))})")
            for one in letter.attachments
            if one.is_evidence
        ]
        self.fields["attachment"].choices = choices
        self.fields["attachment"].initial = [place for place, _name in choices]
        if not choices:
            del self.fields["attachment"]
