"""What staff say of a document of a meeting."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from meetings.models import Distribution

from .forms import DraftForm, ReasonForm

FOR_WHOM = [
    (Distribution.PUBLIC, _("Public: whoever sees the meeting, without signing in")),
    (Distribution.OBSERVERS, _("Observers: everybody designated, by a Member Country or as an observer")),
    (Distribution.MEMBERS, _("Members: the Member Countries' officers, and the chairs")),
    (Distribution.PRESIDENCY, _("Presidency: those who chair this body")),
]


class DocumentForm(DraftForm):
    seen = None  # type: ignore[assignment]  # how Django leaves a field out
    title_en = forms.CharField(label=_("Title (English)"), max_length=300, required=False)
    title_es = forms.CharField(label=_("Title (Spanish)"), max_length=300, required=False)
    language = forms.ChoiceField(
        label=_("Language of the document"),
        choices=[("", _("both, or neither")), *settings.LANGUAGES],
        required=False,
    )
    distribution = forms.ChoiceField(
        label=_("For whom it is, beside the Technical Secretariat"),
        choices=FOR_WHOM,
        initial=Distribution.MEMBERS,
        widget=forms.RadioSelect,
    )


class AddDocumentForm(DocumentForm):
    file = forms.FileField(
        label=_("File"),
        help_text=_("PDF, Word, Excel, PowerPoint or a picture, up to 20 MB."),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".pdf,.docx,.xlsx,.pptx,.png,.jpg,.jpeg,.webp,.gif"}),
    )

    field_order = ["file", "title_en", "title_es", "language", "distribution"]


class ChangeDocumentForm(DocumentForm):
    reason = forms.CharField(label=_("Why"), max_length=300, required=False, help_text=_("It stays in the history."))


class RemoveDocumentForm(ReasonForm):
    seen = None  # type: ignore[assignment]
