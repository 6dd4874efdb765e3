"""What staff say of a follow-up matrix: the file, its columns, its rows, and which one goes out."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from actions.models import Report
from networks.models import Network

from .models import RowStatus
from .services.matrix_columns import Says

EARLIEST, LATEST = 1996, 2100


class BringInForm(forms.Form):
    file = forms.FileField(
        label=_("Follow-up matrix"),
        help_text=_("Excel (.xlsx) or CSV, up to 20 MB and 20,000 rows."),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"class": "field", "accept": ".xlsx,.csv,.txt"}),
    )


class ReportField(forms.CharField):
    """The reference of a report on record; gives its meeting, or None."""

    def clean(self, value):
        reference = super().clean(value).strip()
        if not reference:
            return None
        report = Report.objects.on_record().filter(reference__iexact=reference).select_related("meeting").first()
        if report is None:
            raise forms.ValidationError(_("No report has this reference."))
        return report.meeting


class ColumnsForm(forms.Form):
    """Which column says what. layout: services.matrix_columns.Layout."""

    language = forms.ChoiceField(label=_("Language of its texts"), choices=settings.LANGUAGES)
    as_of = forms.DateField(
        label=_("As of, where a row gives no day"),
        widget=forms.DateInput({"type": "date", "class": "field"}, "%Y-%m-%d"),
    )
    meeting = ReportField(
        label=_("Meeting, where a row names none"),
        required=False,
        help_text=_("The reference of its report: CP/2016-06."),
        widget=forms.TextInput(attrs={"class": "field"}),
    )

    def __init__(self, *args, layout, on, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["language"].initial = layout.language
        self.fields["as_of"].initial = on
        said = {place: says for says, place in layout.columns.items()}
        choices = [("", _("not read")), *Says.choices]
        for place, heading in enumerate(layout.headings):
            label = heading or _("Column %(number)s") % {"number": place + 1}
            self.fields[f"column_{place}"] = forms.ChoiceField(
                label=label, choices=choices, required=False, initial=said.get(place, "")
            )
        for field in self.fields.values():
            field.widget.attrs["class"] = "field"

    @property
    def columns(self):
        """{what it says: place}; of two columns that are to say the same the first one."""
        said = {}
        for name, says in self.cleaned_data.items():
            if name.startswith("column_") and says:
                said.setdefault(says, int(name.removeprefix("column_")))
        return said

    def clean(self):
        chosen = [says for name, says in super().clean().items() if name.startswith("column_") and says]
        if len(set(chosen)) < len(chosen):
            raise forms.ValidationError(_("Two columns cannot say the same: please choose one of them."))


class RowForm(forms.Form):
    """What staff say of a row whose cells do not tell it. row: MatrixRow. Its labels are its own on the page."""

    status = forms.ChoiceField(
        label=_("Status"),
        required=False,
        choices=[
            ("", _("as the row says")),
            (RowStatus.DONE, _("done")),
            (RowStatus.UNDER_WAY, _("in progress")),
            (RowStatus.PENDING, _("pending: nothing is written of its progress")),
        ],
    )
    date = forms.DateField(
        label=_("Date by when"), required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )
    date_stands = forms.BooleanField(label=_("There is no new date"), required=False)

    def __init__(self, *args, row, **kwargs):
        initial = {name: getattr(row, name) for name in self.base_fields}
        super().__init__(*args, initial=initial, auto_id=f"%s-{row.pk}", **kwargs)
        for name in ("status", "date"):
            self.fields[name].widget.attrs["class"] = "field"


class OutForm(forms.Form):
    """Which commitments the matrix that goes out holds."""

    network = forms.ModelChoiceField(
        Network.objects.none(), label=_("Body"), required=False, to_field_name="slug", empty_label=_("all")
    )
    meeting = ReportField(label=_("Meeting"), required=False, help_text=_("The reference of its report: CP/2016-06."))
    since = forms.IntegerField(label=_("Agreed from"), required=False, min_value=EARLIEST, max_value=LATEST)
    until = forms.IntegerField(label=_("Until"), required=False, min_value=EARLIEST, max_value=LATEST)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["network"].queryset = Network.objects.all()
        for field in self.fields.values():
            field.widget.attrs["class"] = "field"
