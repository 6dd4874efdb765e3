"""What was written of progress, changed before it is sent or confirmed."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from actions.models import Evidence, ProgressState, Source
from actions.stamps import stamp
from networks import dates

from .forms import InformForm, OnBehalfForm

AS_IT_STANDS = ("text", "language", "on", "new_date", "audience", "source", "source_words")


class ChangeForm(InformForm):
    """The form on which it was written, filled in. report: a ProgressReport with its evidence and its answers."""

    key = None  # type: ignore[assignment]  # how Django leaves a field out
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    language = forms.ChoiceField(label=_("Language of the text"), choices=settings.LANGUAGES, widget=forms.RadioSelect)
    without = forms.ModelMultipleChoiceField(
        Evidence.objects.none(), label=_("Take away"), required=False, widget=forms.CheckboxSelectMultiple
    )

    field_order = ["commitment", "text", "language", "done", "on", "new_date", "without", "evidence", "audience"]

    def __init__(self, *args, report, **kwargs):
        initial = {name: getattr(report, name) for name in AS_IT_STANDS} | {
            "commitment": [answer.commitment_id for answer in report.answers.all()],
            "done": "yes" if report.done else "no",
            "seen": stamp(report),
        }
        super().__init__(*args, initial=initial, **kwargs)
        self.theirs: list[tuple[str, str]] = []
        files = Evidence.objects.filter(report=report)
        if report.state != ProgressState.DRAFT:
            files = files.filter(is_source=False)
        self.fields["without"].queryset = files
        self.fields["evidence"].label = _("More files as evidence")
        if not files:
            del self.fields["without"]
        self.sources = [evidence for evidence in report.evidence.all() if evidence.is_source]

    def show_theirs(self, report):
        """Show what somebody else wrote meanwhile; saving again replaces it knowingly."""
        self.data = self.data.copy()
        self.data["seen"] = stamp(report)
        self.theirs = [
            (self.fields["text"].label, report.text),
            (self.fields["done"].label, dict(self.fields["done"].choices)["yes" if report.done else "no"]),
            (self.fields["on"].label, dates.day(report.on)),
        ]
        if report.new_date:
            self.theirs.append((self.fields["new_date"].label, dates.day(report.new_date)))


class ChangeOnBehalfForm(ChangeForm):
    """The same by staff, for a delegation."""

    source = OnBehalfForm.base_fields["source"]
    source_words = OnBehalfForm.base_fields["source_words"]
    source_file = OnBehalfForm.base_fields["source_file"]

    field_order = ["commitment", "source", "source_words", "source_file", *ChangeForm.field_order[1:]]

    def clean(self):
        given = super().clean()
        left = set(self.sources) - set(given.get("without", ()))
        is_written = given.get("source") in (Source.MAIL, Source.NOTE)
        if is_written and not left and not given.get("source_file") and "source_file" not in self.errors:
            self.add_error("source_file", _("Please attach the mail or the note out of which it is entered."))
        return given
