"""What people type and choose while a draft is written."""

import re

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from actions.models import AgreementKind, DeadlineKind, DeadlineUnit, Force, Fulfilment, WhichMeeting
from actions.services.assigning import PARTS_OF_A_DEADLINE
from meetings.models import AgendaItemKind, Meeting
from networks.models import Delegation, DelegationKind, Network

from .fields import Codes, DelegationChoice, MeetingChoice

BARE = (forms.CheckboxInput, forms.RadioSelect, forms.HiddenInput)


class DraftForm(forms.Form):
    """A form whose controls have the house's look, and which knows what was there when it was opened."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if not isinstance(field.widget, BARE):
                field.widget.attrs.setdefault("class", "field")
            if field.help_text:
                field.widget.attrs["aria-describedby"] = f"{self.auto_id % self.add_prefix(name)}_helptext"


class ManyFiles(forms.FileField):
    """Any number of files in one control."""

    def __init__(self, **kwargs):
        class Input(forms.ClearableFileInput):
            allow_multiple_selected = True

        super().__init__(widget=Input(attrs={"multiple": True, "accept": ".docx,.pdf,.txt,.doc"}), **kwargs)

    def clean(self, data, initial=None):
        files = data if isinstance(data, (list, tuple)) else [data] if data else []
        return [super(ManyFiles, self).clean(file, initial) for file in files]


class BringInForm(DraftForm):
    documents = ManyFiles(
        required=False, allow_empty_file=True, label=_("Documents"), help_text=_("DOCX, PDF or TXT; one or several.")
    )
    text = forms.CharField(
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        label=_("Or paste the text"),
        help_text=_("The whole report or agenda, with its heading."),
    )
    language = forms.ChoiceField(
        required=False, choices=[("", _("to be found out")), *settings.LANGUAGES], label=_("Language of the document")
    )

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("documents") and not cleaned.get("text", "").strip():
            raise forms.ValidationError(_("Choose a document, or paste a text."))
        return cleaned


class HeadingForm(DraftForm):
    meeting = MeetingChoice(
        Meeting.objects.none(),
        required=False,
        empty_label=_("a new meeting"),
        widget=forms.RadioSelect,
        label=_("Meeting"),
    )
    network = forms.ModelChoiceField(Network.objects.all(), required=False, label=_("Body"))
    starts_on = forms.DateField(
        required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"), label=_("First day")
    )
    ends_on = forms.DateField(required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"), label=_("Last day"))
    city = forms.CharField(required=False, max_length=120, label=_("City"))
    country = DelegationChoice(Delegation.objects.filter(kind="country"), required=False, label=_("Country"))
    venue = forms.CharField(required=False, max_length=250, label=_("Venue"))
    participants = Codes(
        audiences=False,
        label=_("Present"),
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Codes or names, separated by commas: CR, GT, Honduras."),
    )

    def __init__(self, *args, meetings, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["meeting"].queryset = Meeting.objects.filter(pk__in=[meeting.pk for meeting in meetings])
        if not meetings:
            del self.fields["meeting"]

    def clean(self):
        cleaned = super().clean()
        first, last = cleaned.get("starts_on"), cleaned.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("The meeting ends before it begins."))
        return cleaned

    def heading(self):
        """The cleaned values by the names the service knows."""
        cleaned = self.cleaned_data
        return {
            "network_id": cleaned["network"] and cleaned["network"].pk,
            "starts_on": cleaned["starts_on"],
            "ends_on": cleaned["ends_on"] or cleaned["starts_on"],
            "city": cleaned["city"],
            "country_id": cleaned["country"] and cleaned["country"].pk,
            "venue": cleaned["venue"],
            "participants": cleaned["participants"],
            "meeting_id": cleaned["meeting"].pk if cleaned.get("meeting") else None,
        }


class AttendanceForm(DraftForm):
    participants = Codes(
        audiences=False, label=_("Present"), help_text=_("Codes or names, separated by commas: CR, GT, Honduras.")
    )


class TextsForm(DraftForm):
    """The heading, preamble and closing of a report, in both languages."""

    heading_en = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 2}), label=_("Heading (English)"))
    preamble_en = forms.CharField(
        required=False, widget=forms.Textarea(attrs={"rows": 6}), label=_("Preamble (English)")
    )
    closing_en = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 2}), label=_("Closing (English)"))
    heading_es = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 2}), label=_("Heading (Spanish)"))
    preamble_es = forms.CharField(
        required=False, widget=forms.Textarea(attrs={"rows": 6}), label=_("Preamble (Spanish)")
    )
    closing_es = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 2}), label=_("Closing (Spanish)"))


class AgreementForm(DraftForm):
    label = forms.CharField(
        required=False, max_length=16, label=_("Number"), help_text=_("Empty: numbered by its place.")
    )
    kind = forms.ChoiceField(choices=AgreementKind, label=_("Verb"))
    text_en = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 6}), label=_("Text (English)"))
    text_es = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 6}), label=_("Text (Spanish)"))


class ActionForm(DraftForm):
    what_en = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 2}), label=_("What (English)"))
    what_es = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 2}), label=_("What (Spanish)"))
    owners = Codes(
        label=_("Responsible"),
        help_text=_("Codes or names, separated by commas. MEMBERS, INTERESTED, ALL and NETWORK stand for many."),
    )
    force = forms.ChoiceField(choices=Force, label=_("Force"))
    fulfilment = forms.ChoiceField(choices=Fulfilment, label=_("Fulfilment"))
    deadline_kind = forms.ChoiceField(choices=DeadlineKind, label=_("Deadline"))
    deadline_on = forms.DateField(required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"), label=_("Day"))
    deadline_amount = forms.IntegerField(required=False, min_value=1, max_value=999, label=_("How many"))
    deadline_unit = forms.ChoiceField(required=False, choices=[("", "—"), *DeadlineUnit.choices], label=_("Unit"))
    deadline_body = forms.ModelChoiceField(Network.objects.all(), required=False, label=_("Meeting of"))
    deadline_which = forms.ChoiceField(
        required=False,
        choices=WhichMeeting,
        initial=WhichMeeting.NEXT,
        label=_("Which meeting"),
        help_text=_("Without “next”, the one beside this meeting; a month that is named decides by itself."),
    )
    deadline_month = forms.RegexField(
        r"^\d{4}-(0[1-9]|1[0-2])$",
        required=False,
        widget=forms.TextInput({"placeholder": "2016-11"}),
        label=_("In the month"),
    )
    deadline_offset_days = forms.IntegerField(
        required=False,
        min_value=-366,
        max_value=366,
        label=_("Days from its first day"),
        help_text=_("−1: the day before."),
    )
    phrase_en = forms.CharField(required=False, label=_("Deadline in the text (English)"))
    phrase_es = forms.CharField(required=False, label=_("Deadline in the text (Spanish)"))
    condition_en = forms.CharField(required=False, label=_("Condition (English)"))
    condition_es = forms.CharField(required=False, label=_("Condition (Spanish)"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # By this the page shows only what the chosen kind of deadline needs.
        for kind, names in PARTS_OF_A_DEADLINE.items():
            for name in names:
                self.fields[name.removesuffix("_id")].widget.attrs["data-deadline"] = kind.value

    def clean(self):
        cleaned = super().clean()
        kind = cleaned.get("deadline_kind")
        if kind == DeadlineKind.DATE and not cleaned.get("deadline_on") and "deadline_on" not in self.errors:
            self.add_error("deadline_on", _("A deadline that is a date needs its day."))
        if kind == DeadlineKind.PERIOD and not (cleaned.get("deadline_amount") and cleaned.get("deadline_unit")):
            self.add_error("deadline_amount", _("A period needs a number of days, weeks or months."))
        if kind == DeadlineKind.EVENT and not cleaned.get("deadline_body"):
            self.add_error("deadline_body", _("A deadline that is a meeting needs the body that meets."))
        return cleaned

    def action(self):
        """The cleaned values by the names the service knows."""
        values = {name: value for name, value in self.cleaned_data.items() if name not in ("seen", "deadline_body")}
        values["deadline_body_id"] = self.cleaned_data["deadline_body"] and self.cleaned_data["deadline_body"].pk
        values["deadline_offset_days"] = values["deadline_offset_days"] or 0
        values["deadline_which"] = values["deadline_which"] or WhichMeeting.NEXT
        return values


class SplitForm(DraftForm):
    """Where a text is cut: before one of its sentences."""

    offset = forms.TypedChoiceField(coerce=int, widget=forms.RadioSelect, label=_("The new agreement begins with"))

    def __init__(self, *args, text, **kwargs):
        super().__init__(*args, **kwargs)
        cuts = [match.end() for match in re.finditer(r"(?<=[.;:?!”\"])\s+(?=\S)|\n+", text)]
        self.fields["offset"].choices = [(cut, f"{text[cut : cut + 90].strip()}…") for cut in dict.fromkeys(cuts)]


class BodyForm(DraftForm):
    """An unknown body becomes a delegation."""

    as_written = forms.CharField(max_length=150, widget=forms.HiddenInput)
    code = forms.CharField(max_length=16, label=_("Code"), help_text=_("Its acronym, as lists will show it."))
    kind = forms.ChoiceField(choices=DelegationKind, initial=DelegationKind.OTHER, label=_("Kind"))


class KnownBodyForm(DraftForm):
    """An unknown body is one of the delegations here under another name."""

    as_written = forms.CharField(max_length=200, widget=forms.HiddenInput)
    delegation = DelegationChoice(Delegation.objects.all(), empty_label="—", label=_("Delegation"))


class FilingForm(DraftForm):
    followed = forms.TypedChoiceField(
        choices=[("yes", _("Yes, follow it up")), ("no", _("No: outcome not recorded"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        label=_("Is this report followed?"),
    )
    publish = forms.BooleanField(required=False, label=_("Publish it now"))


class AgendaFilingForm(DraftForm):
    publish = forms.BooleanField(required=False, label=_("Announce the meeting: visitors see its agenda"))


class ReasonForm(DraftForm):
    reason = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 3}), label=_("Reason"), help_text=_("It stays in the history.")
    )


class LeaveForm(ReasonForm):
    """Why a draft is opened to those designated, or closed. for_staff: they act for the presidency, and have to say."""

    def __init__(self, *args, for_staff, **kwargs):
        super().__init__(*args, **kwargs)
        reason = self.fields["reason"]
        reason.required = for_staff
        reason.help_text = (
            _("Who of the presidency asked for it, and how. It stays in the history.")
            if for_staff
            else _("If you wish to give one. It stays in the history.")
        )


class AgendaItemForm(DraftForm):
    """An agenda item with its notes and sub-items as lines."""

    day = forms.IntegerField(min_value=1, max_value=31, initial=1, label=_("Day"))
    starts_at = forms.TimeField(required=False, widget=forms.TimeInput({"type": "time"}, "%H:%M"), label=_("From"))
    ends_at = forms.TimeField(required=False, widget=forms.TimeInput({"type": "time"}, "%H:%M"), label=_("Until"))
    kind = forms.ChoiceField(choices=AgendaItemKind, label=_("Kind"))
    title = forms.CharField(widget=forms.Textarea(attrs={"rows": 2}), label=_("Title"))
    leads = Codes(label=_("Leads"), help_text=_("Codes or names, separated by commas; ALL for all delegations."))
    notes = forms.CharField(
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        label=_("Notes"),
        help_text=_("An empty line between two."),
    )

    children = forms.CharField(
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        label=_("Sub-items"),
        help_text=_("One a line, its leads in brackets at the end: A workshop [CR, MX]."),
    )

    def clean_children(self):
        codes = Codes()
        children = []
        for line in filter(None, map(str.strip, self.cleaned_data["children"].splitlines())):
            title, leads = re.fullmatch(r"(.*?)\s*(?:\[([^\]]*)\])?", line).groups()
            children.append({"title": title, "leads": codes.clean(leads or "")})
        return children

    def item(self, children_before):
        """The cleaned values as an agenda under review keeps them; a sub-item that keeps its title keeps its notes."""
        cleaned = self.cleaned_data
        notes = {child["title"]: child["notes"] for child in children_before}
        return {
            "day": cleaned["day"],
            "starts_at": cleaned["starts_at"] and f"{cleaned['starts_at']:%H:%M}",
            "ends_at": cleaned["ends_at"] and f"{cleaned['ends_at']:%H:%M}",
            "kind": cleaned["kind"],
            "title": cleaned["title"],
            "leads": cleaned["leads"],
            "notes": [note.strip() for note in re.split(r"\n\s*\n", cleaned["notes"]) if note.strip()],
            "children": [child | {"notes": notes.get(child["title"], [])} for child in cleaned["children"]],
        }


def item_values(entry):
    """What the form of an agenda item shows of one under review."""
    return entry | {
        "notes": "\n\n".join(entry["notes"]),
        "children": "\n".join(
            f"{child['title']} [{', '.join(child['leads'])}]" if child["leads"] else child["title"]
            for child in entry["children"]
        ),
    }


class StartForm(DraftForm):
    """A report typed here, of a meeting that has none."""

    meeting = MeetingChoice(Meeting.objects.none(), empty_label=_("Choose a meeting"), label=_("Meeting"))
    language = forms.ChoiceField(choices=settings.LANGUAGES, label=_("Original language"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        without = Meeting.objects.filter(report=None).exclude(state="cancelled").select_related("network")
        self.fields["meeting"].queryset = without


class MeetingChoiceForm(DraftForm):
    """Which meeting a deadline is bound to. choices: pairs of a value that says so and its words."""

    choice = forms.ChoiceField(widget=forms.RadioSelect, label=_("The deadline is bound to"))
    reason = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 3}), label=_("Reason"), help_text=_("It stays in the history.")
    )

    def __init__(self, *args, choices, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["choice"].choices = choices
