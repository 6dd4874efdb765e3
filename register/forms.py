import re

from django import forms
from django.utils.translation import gettext_lazy as _

from actions.models import AgreementKind

from .filters import Filters
from .services import FILTERED_SITUATIONS


class KnownValuesField(forms.MultipleChoiceField):
    """Several values; what is not known is left out, so that an address that was sent round stays good."""

    def __init__(self, known=(), **kwargs):
        super().__init__(required=False, choices=[(value, value) for value in known], **kwargs)

    def clean(self, value):
        known = {choice for choice, _label in self.choices}
        return tuple(dict.fromkeys(one for one in self.to_python(value) if one in known))


class NumbersField(forms.MultipleChoiceField):
    """Several whole numbers from 1, as text; anything else is left out."""

    def __init__(self, digits, **kwargs):
        super().__init__(required=False, **kwargs)
        self.digits = digits

    def clean(self, value):
        number = re.compile(rf"[0-9]{{1,{self.digits}}}")
        return tuple(dict.fromkeys(one for one in self.to_python(value) if number.fullmatch(one) and int(one)))


class FilterForm(forms.Form):
    """The register's filters, as an address gives them; a visitor without the follow-up has no status to ask for."""

    body = KnownValuesField()
    meeting = NumbersField(digits=9)
    delegation = KnownValuesField()
    status = KnownValuesField(known=FILTERED_SITUATIONS)
    verb = KnownValuesField(known=AgreementKind.values)
    year = NumbersField(digits=4)
    words = forms.CharField(required=False, max_length=200, label=_("Words"))
    order = forms.CharField(required=False)

    def __init__(self, data, *, bodies, delegations, sees_follow_up):
        super().__init__(data)
        self.fields["body"].choices = [(body, body) for body in bodies]
        self.fields["delegation"].choices = [(code, code) for code in delegations]
        if not sees_follow_up:
            del self.fields["status"]
        self.sees_follow_up = sees_follow_up

    def filters(self):
        self.is_valid()
        cleaned = self.cleaned_data
        by_deadline = self.sees_follow_up and cleaned.get("order") == "deadline"
        return Filters(
            body=cleaned["body"],
            meeting=cleaned["meeting"],
            delegation=cleaned["delegation"],
            status=cleaned.get("status", ()),
            verb=cleaned["verb"],
            year=cleaned["year"],
            words=cleaned.get("words", "").strip(),
            order="deadline" if by_deadline else "meeting",
        )


class MeetingsForm(forms.Form):
    """Which meetings are listed."""

    body = KnownValuesField()
    year = NumbersField(digits=4)

    def __init__(self, data, *, bodies):
        super().__init__(data)
        self.fields["body"].choices = [(body, body) for body in bodies]

    def filters(self):
        self.is_valid()
        return Filters(body=self.cleaned_data["body"], year=self.cleaned_data["year"])
