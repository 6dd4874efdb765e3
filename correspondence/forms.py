"""What people write on the pages of a mailed link."""

from django import forms
from django.utils.translation import gettext_lazy as _

from .models import Rhythm


class ColleagueForm(forms.Form):
    colleague = forms.CharField(
        label=_("Your colleague's name, and how to reach them"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3, "class": "field", "autocomplete": "off"}),
    )


class RhythmForm(forms.Form):
    rhythm = forms.ChoiceField(label=_("Digests"), choices=Rhythm.choices, widget=forms.RadioSelect)
