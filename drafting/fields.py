"""What a draft's forms ask for: delegations and audiences as they are typed, a meeting, a country."""

import re

from django import forms
from django.forms.models import ModelChoiceIterator

from actions.models import Audience
from actions.words import fold
from documents.services.vocabulary import names_of
from networks.alphabet import alphabetical
from networks.dates import days
from networks.models import Delegation

AUDIENCE_WORDS = {
    "member countries": Audience.MEMBERS,
    "paises miembros": Audience.MEMBERS,
    "interested member countries": Audience.INTERESTED,
    "paises miembros interesados": Audience.INTERESTED,
    "all delegations": Audience.ALL,
    "todas las delegaciones": Audience.ALL,
    "the network": Audience.NETWORK,
    "la red": Audience.NETWORK,
}


class Codes(forms.CharField):
    """Delegations by code or name, separated by commas; gives codes, audiences, names as written."""

    def __init__(self, *, audiences=True, **kwargs):
        self.audiences = audiences
        super().__init__(required=False, **kwargs)

    def prepare_value(self, value):
        return ", ".join(value) if isinstance(value, (list, tuple)) else value

    def clean(self, value):
        written = [part.strip() for part in re.split(r"[,;\n]", super().clean(value)) if part.strip()]
        known = {fold(name): one.code for one in Delegation.objects.order_by("-pk") for name in names_of(one)}
        if self.audiences:
            known |= {fold(audience): audience.value for audience in Audience} | {
                words: audience.value for words, audience in AUDIENCE_WORDS.items()
            }
        return list(dict.fromkeys(known.get(fold(name), name[:200]) for name in written))


class MeetingChoice(forms.ModelChoiceField):
    """A meeting by its body, its city and its days."""

    def label_from_instance(self, meeting):
        return ", ".join(filter(None, (str(meeting.network), meeting.city, days(meeting.starts_on, meeting.ends_on))))


class InTheAlphabet(ModelChoiceIterator):
    def __iter__(self):
        if self.field.empty_label is not None:
            yield "", self.field.empty_label
        yield from map(self.choice, alphabetical(self.queryset.all()))


class DelegationChoice(forms.ModelChoiceField):
    """A delegation, in the order of the reader's alphabet."""

    iterator = InTheAlphabet
