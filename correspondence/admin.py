"""The back office of correspondence: what is arranged can be changed, what was sent can be read."""

from django.contrib import admin
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from networks.admin import BackOffice, ReadOnlyInline, RecordedInline

from .models import (
    Addressee,
    DelegationHold,
    DigestDay,
    LinkUse,
    Mail,
    MailSettings,
    MailText,
    Mention,
    Notice,
    ReminderPolicy,
    ReminderStep,
    SignedLink,
)
from .services import texts


@admin.register(MailSettings)
class MailSettingsAdmin(BackOffice):
    """The single row: its list leads straight to it."""

    def has_add_permission(self, request):
        return super().has_add_permission(request) and not MailSettings.objects.exists()

    def save_model(self, request, obj, form, change):
        obj.pk = 1
        super().save_model(request, obj, form, change)

    def changelist_view(self, request, extra_context=None):
        name = "change" if MailSettings.objects.exists() else "add"
        arguments = [1] if name == "change" else []
        return HttpResponseRedirect(reverse(f"admin:correspondence_mailsettings_{name}", args=arguments))


class StepInline(RecordedInline):
    model = ReminderStep

    def has_delete_permission(self, request, obj=None):
        return self.has_change_permission(request, obj)


@admin.register(ReminderPolicy)
class ReminderPolicyAdmin(BackOffice):
    """The ladders. A network's mails are switched on and off at the desk, where its ladder stands beside it."""

    list_display = ["network", "is_on", "on_since"]
    list_filter = ["is_on"]
    list_select_related = ["network"]
    fields = ["network", "is_on", "on_since"]
    readonly_fields = ["network", "is_on", "on_since"]
    inlines = [StepInline]

    def has_add_permission(self, request):
        return False


@admin.register(DelegationHold)
class DelegationHoldAdmin(BackOffice):
    list_display = ["delegation", "starts_on", "ends_on", "reason"]
    list_select_related = ["delegation"]
    search_fields = ["delegation__code", "delegation__name_en", "delegation__name_es", "reason"]


@admin.register(MailText)
class MailTextAdmin(BackOffice):
    """Staff's own words; they are written at the desk, where one sees them in a mail."""

    list_display = ["kind", "language", "subject"]
    refusals = (texts.CannotUseText,)

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False


class SentOnly(BackOffice):
    """What was sent and what came of it is read, never written."""

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False


class MentionInline(ReadOnlyInline):
    model = Mention
    fields = ["commitment", "delegation", "section", "because", "step", "due_on"]

    def get_queryset(self, request):
        return (
            super().get_queryset(request).select_related("commitment__action", "commitment__delegation", "delegation")
        )


@admin.register(Mail)
class MailAdmin(SentOnly):
    list_display = ["day", "kind", "recipient", "state", "sent_at", "subject", "at_the_desk"]
    list_filter = ["state", "kind", "language"]
    search_fields = ["recipient", "subject", "message_id"]
    date_hierarchy = "day"
    inlines = [MentionInline]
    exclude = ["html"]

    @admin.display(description=_("message"))
    def at_the_desk(self, mail):
        return format_html('<a href="{}">{}</a>', reverse("mail", args=[mail.pk]), _("read"))


@admin.register(DigestDay)
class DigestDayAdmin(SentOnly):
    list_display = ["day", "composed_at", "mails"]


class UseInline(ReadOnlyInline):
    model = LinkUse
    fields = ["at", "what", "browser"]


@admin.register(SignedLink)
class SignedLinkAdmin(SentOnly):
    list_display = ["delegation", "address", "issued_at", "expires_at", "revoked_at"]
    list_filter = ["delegation"]
    list_select_related = ["delegation"]
    search_fields = ["address"]
    inlines = [UseInline]


@admin.register(Addressee)
class AddresseeAdmin(SentOnly):
    list_display = ["address", "rhythm", "unsubscribed_at", "undeliverable_at"]
    list_filter = ["rhythm"]
    search_fields = ["address"]


@admin.register(Notice)
class NoticeAdmin(SentOnly):
    list_display = ["at", "kind", "address", "delegation", "seen_at"]
    list_filter = ["kind"]
    list_select_related = ["delegation"]
    search_fields = ["address", "words"]
