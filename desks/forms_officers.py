"""What is written of a delegation's people."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from networks.models import Network, Role

# What a browser would fill in is the writer's own name, not the one that is asked for.
OF_ANOTHER = {"class": "field", "autocomplete": "off"}


def _a_line(label, *, longest=200, required=False, **options):
    widget = forms.TextInput(OF_ANOTHER)
    return forms.CharField(label=label, max_length=longest, required=required, widget=widget, **options)


def _an_address(label, *, required, **options):
    return forms.EmailField(label=label, required=required, widget=forms.EmailInput(OF_ANOTHER), **options)


def _a_day(label, *, required=True, **options):
    return forms.DateField(
        label=label,
        required=required,
        widget=forms.DateInput({"type": "date", "class": "field"}, "%Y-%m-%d"),
        **options,
    )


class DetailsForm(forms.Form):
    """What may change in a designation; its fields are `networks.designating.DETAILS`."""

    post = _a_line(_("Post"))
    institution = _a_line(_("Institution"))
    phone = _a_line(_("Phone"), longest=60)
    copy_to = _an_address(
        _("Copy to"), required=False, help_text=_("An address that gets every mail too: an office, an assistant.")
    )
    note = _a_line(_("Note"), help_text=_("The diplomatic note or letter by which the person is named."))
    acting = forms.BooleanField(label=_("Acting, until somebody is named"), required=False)


class CorrectForm(DetailsForm):
    """The same, and how the person is written."""

    name = _a_line(
        _("Name"), required=True, help_text=_("To be corrected; whoever takes over is named by handing over.")
    )
    email = _an_address(_("E-mail"), required=False, help_text=_("Mails and links go to this address from now on."))

    field_order = ["name", "email"]


class PersonForm(DetailsForm):
    """The same, and of whom: a person is known by the e-mail address."""

    name = _a_line(_("Name"), required=True)
    email = _an_address(
        _("E-mail"),
        required=True,
        help_text=_("Whoever is on record with this address stays under the name on record."),
    )
    language = forms.ChoiceField(
        label=_("Language of the mails"), choices=settings.LANGUAGES, widget=forms.Select({"class": "field"})
    )
    invite = forms.BooleanField(label=_("Send an invitation by mail"), required=False, initial=True)

    def details(self):
        return {name: self.cleaned_data[name] for name in DetailsForm.base_fields}

    def person(self):
        return {name: self.cleaned_data[name] for name in ("name", "email", "language")}


class DesignateForm(PersonForm):
    """Who is designated, for what and when. roles: those that may be given here."""

    role = forms.ChoiceField(label=_("Role"), widget=forms.Select({"class": "field"}))
    network = forms.ModelChoiceField(
        Network.objects.none(),
        label=_("Network"),
        required=False,
        empty_label=_("all networks"),
        widget=forms.Select({"class": "field"}),
    )
    starts_on = _a_day(_("From"))
    ends_on = _a_day(_("Until"), required=False, help_text=_("Empty: until further notice."))

    field_order = ["name", "email", "language", "role", "network", "starts_on", "ends_on", "post", "institution"]

    def __init__(self, *args, roles, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [(role, Role(role).label.capitalize()) for role in roles]
        self.fields["network"].queryset = Network.objects.all()


class HandOverForm(PersonForm):
    """Who takes over, and from when."""

    from_day = _a_day(_("From"), help_text=_("The day before is the predecessor's last."))

    field_order = ["name", "email", "language", "from_day", "post", "institution"]


class EndForm(forms.Form):
    """Until when a designation lasts."""

    ends_on = _a_day(_("Last day"), required=False, help_text=_("Empty: until further notice."))
    reason = _a_line(_("Reason"), longest=250, help_text=_("It stays in the history."))


class TakeBackForm(forms.Form):
    """Why a designation is taken back, and whether the person is told."""

    why = _a_line(_("Why it was a mistake"), longest=250, required=True, help_text=_("It stays in the history."))
    tell = forms.BooleanField(label=_("Tell the person by mail"), required=False, initial=True)
