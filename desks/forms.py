"""What people write at a delegation's desk."""

from django import forms
from django.utils.translation import gettext_lazy as _

from actions.models import ReportAudience, Source
from correspondence.forms import Paragraphs

LONGEST_TEXT = 10_000
KINDS = ".pdf,.docx,.xlsx,.png,.jpg,.jpeg,.webp,.gif"
KINDS_OF_A_SOURCE = f".eml,{KINDS}"
WRITTEN = (Source.MAIL, Source.NOTE)
READ_BY_THE_DELEGATION = _(
    "The mail as .eml, the note as PDF, Word or a picture. The delegation and staff alone read it."
)


def _a_day():
    return forms.DateInput({"type": "date", "class": "field"}, "%Y-%m-%d")


def the_source_itself(**options):
    """A field for the mail or note out of which something is entered."""
    accept = {"class": "field", "accept": KINDS_OF_A_SOURCE}
    return forms.FileField(
        label=_("The mail or note itself"), required=False, widget=forms.FileInput(attrs=accept), **options
    )


class ManyFiles(forms.FileField):
    """Any number of files in one control; what they are is looked at where they are kept."""

    class Input(forms.ClearableFileInput):
        allow_multiple_selected = True

    def __init__(self, *, accept, **options):
        super().__init__(widget=self.Input(attrs={"multiple": True, "accept": accept, "class": "field"}), **options)

    def clean(self, data, initial=None):
        files = data if isinstance(data, (list, tuple)) else [data] if data else []
        return [super(ManyFiles, self).clean(file, initial) for file in files]


class CommitmentChoice(forms.ModelMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, commitment):
        agreement = commitment.action.agreement
        what = commitment.action.in_language("what") or agreement.in_language("text")
        return f"{agreement.reference} · {what[:1].upper()}{what[1:]}"


class InformForm(forms.Form):
    """A delegation's word on its commitments. commitments: a QuerySet of those it can be about."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    commitment = CommitmentChoice(
        queryset=None,
        label=_("About"),
        error_messages={
            "required": _("Choose what the report is about."),
            "invalid_choice": _(
                "Of one that you chose there is nothing more to inform here: it passed on, or is withdrawn."
            ),
        },
    )
    text = Paragraphs(
        label=_("What was done, in a few words"),
        rows=5,
        max_length=LONGEST_TEXT,
        error_messages={"required": _("Please write what was done, or what stands in the way.")},
    )
    done = forms.ChoiceField(
        label=_("Is it done?"),
        choices=[("no", _("Not yet")), ("yes", _("Done"))],
        initial="no",
        widget=forms.RadioSelect,
    )
    on = forms.DateField(label=_("As of"), widget=_a_day())
    new_date = forms.DateField(
        label=_("New date, if it will take longer"),
        required=False,
        widget=_a_day(),
        help_text=_("It stands beside the date agreed once the Technical Secretariat has acknowledged it."),
    )
    evidence = ManyFiles(
        label=_("Files as evidence"),
        required=False,
        accept=KINDS,
        help_text=_("PDF, Word, Excel or pictures, up to 20 MB each, ten at most."),
    )
    audience = forms.ChoiceField(
        label=_("Who may read it"),
        choices=ReportAudience.choices,
        initial=ReportAudience.CONFERENCE,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args, commitments, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["commitment"].queryset = commitments


class InformByLinkForm(InformForm):
    """The same without an account: who writes is asked."""

    name = forms.CharField(
        label=_("Your name"), max_length=200, widget=forms.TextInput(attrs={"class": "field", "autocomplete": "name"})
    )
    post = forms.CharField(
        label=_("Your post"),
        max_length=200,
        widget=forms.TextInput(attrs={"class": "field", "autocomplete": "organization-title"}),
    )

    field_order = ["commitment", "text", "done", "on", "new_date", "name", "post", "evidence", "audience"]


class OnBehalfForm(InformForm):
    """The same by staff, for a delegation: out of what it is entered is said with it."""

    source = forms.ChoiceField(label=_("Entered out of"), choices=Source.choices, widget=forms.RadioSelect)
    source_words = forms.CharField(
        label=_("Which one"),
        max_length=250,
        widget=forms.TextInput(attrs={"class": "field"}),
        help_text=_("Number and day of the note, day and subject of the mail, day of the call."),
    )
    source_file = the_source_itself(help_text=READ_BY_THE_DELEGATION)

    field_order = ["commitment", "source", "source_words", "source_file", "text", "done", "on", "new_date", "evidence"]

    def clean(self):
        given = super().clean()
        is_written = given.get("source") in WRITTEN
        if is_written and not given.get("source_file") and "source_file" not in self.errors:
            self.add_error("source_file", _("Please attach the mail or the note out of which it is entered."))
        return given


class AnswerForm(forms.Form):
    """A question of the secretariat, or the delegation's answer."""

    text = Paragraphs(label=_("Your words"), rows=3, max_length=5000)


class AnswerByLinkForm(AnswerForm):
    """The same without an account: who writes is asked."""

    name = forms.CharField(
        label=_("Your name"), max_length=90, widget=forms.TextInput(attrs={"class": "field", "autocomplete": "name"})
    )
    post = forms.CharField(
        label=_("Your post"),
        max_length=90,
        widget=forms.TextInput(attrs={"class": "field", "autocomplete": "organization-title"}),
    )


class AnsweredForm(AnswerForm):
    """What a delegation answered another way, entered by staff."""

    prefix = "answered"
    source_words = forms.CharField(
        label=_("Out of what it is known"),
        max_length=250,
        widget=forms.TextInput(attrs={"class": "field"}),
        help_text=_("A mail, a note or a call, and its day. The delegation reads it."),
    )
    source_file = the_source_itself(help_text=READ_BY_THE_DELEGATION)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["text"].label = _("What was answered")


class WithdrawForm(forms.Form):
    """Why a file is taken out of a report that was sent."""

    reason = Paragraphs(
        label=_("Reason"),
        rows=2,
        max_length=300,
        help_text=_("Staff and the delegation read it on the report. Please name nobody whose data the file holds."),
    )
