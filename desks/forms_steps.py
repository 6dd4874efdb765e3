"""What staff write to take one step for many commitments."""

from django import forms
from django.utils.translation import gettext_lazy as _

from actions.models import CommitmentStatus, Source
from actions.services.bulk import CLOSE_AS
from actions.standing import outcome_words
from correspondence.forms import ChooseForm, Paragraphs
from networks.alphabet import alphabetical
from networks.models import Delegation
from networks.services import conference

from .forms import the_source_itself
from .services.steps import CLOSE, NEW_DATE, OPEN_AGAIN, PASS_ON, Asked


def _a_day(words, **options):
    return forms.DateField(
        label=words, widget=forms.DateInput({"type": "date", "class": "field"}, "%Y-%m-%d"), **options
    )


class FindForm(ChooseForm):
    """Which commitments a step is about; what is closed, too, to be opened again."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        situation = self.fields["situation"]
        situation.choices = [*situation.choices, *((status, status.label) for status in CLOSE_AS)]


class SourceForm(forms.Form):
    """Out of what a step is known; `kind` says which step it is."""

    kind = ""
    source = forms.ChoiceField(
        label=_("Known out of"), choices=Source.choices, widget=forms.Select(attrs={"class": "field"})
    )
    source_words = forms.CharField(
        label=_("Which one"),
        max_length=250,
        widget=forms.TextInput(attrs={"class": "field"}),
        help_text=_("Number and day of the note, or whose mail or call. Staff alone read it."),
    )
    reason = Paragraphs(
        label=_("Reason"), rows=2, max_length=1000, help_text=_("It stays in the history, which visitors do not read.")
    )

    def asked(self):
        """The valid form as services.steps takes it."""
        return Asked(kind=self.kind, **self.cleaned_data)


class SourceFileForm(forms.Form):
    """The mail or note itself: asked for beside the button that takes the step, since no look keeps it."""

    source_file = the_source_itself(
        help_text=_(
            "Choose it last: it goes with the button that does it, and looking again does not keep it. The mail as "
            ".eml, the note as PDF, Word or a picture. Staff alone read it."
        )
    )


class NewDateForm(SourceForm):
    kind = NEW_DATE
    new_date = _a_day(_("New date"), help_text=_("It stands beside the date agreed."))

    field_order = ["new_date"]


class PassOnForm(SourceForm):
    kind = PASS_ON
    to = forms.ChoiceField(label=_("To the delegation"), widget=forms.Select(attrs={"class": "field"}))

    field_order = ["to"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        delegations = alphabetical(Delegation.objects.all())
        self.fields["to"].choices = [("", "---------"), *((one.code, str(one)) for one in delegations)]


class CloseForm(SourceForm):
    kind = CLOSE
    status = forms.ChoiceField(
        label=_("Close as"),
        choices=[(status, status.label) for status in CLOSE_AS],
        initial=CommitmentStatus.FULFILLED,
        widget=forms.RadioSelect,
    )
    on = _a_day(_("As of"))
    outcome = Paragraphs(label=_("Outcome"), required=False, rows=3, max_length=10_000)

    field_order = ["status", "on", "outcome"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["outcome"].help_text = outcome_words(conference())


class OpenAgainForm(SourceForm):
    """The secretariat's own step: what was closed by mistake, or what stands closed against its delegation's word."""

    kind = OPEN_AGAIN
    source = None  # type: ignore[assignment]  # how Django leaves a field out
    source_words = None  # type: ignore[assignment]
    reason = Paragraphs(
        label=_("Reason"),
        rows=2,
        max_length=1000,
        help_text=_("The delegations whose commitments are opened again read it: in a mail, and in the history."),
    )


STEPS = {form.kind: form for form in (NewDateForm, PassOnForm, CloseForm, OpenAgainForm)}
