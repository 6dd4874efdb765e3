"""The back office: what was agreed, and what follows from it.

A draft's texts are written through the editing services; what is filed is only read. A commitment changes its status
through the same service as on the pages.
"""

from django import forms
from django.contrib import admin, messages
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from networks.admin import BackOffice, ReadOnlyAdmin, ReadOnlyInline
from networks.admin.back_office import DAY
from networks.admin.recorded import RecordedForm
from networks.reasons import in_reader_language
from networks.services import conference, today

from .models import (
    NEVER_SENT,
    Action,
    ActionOwner,
    Agreement,
    Commitment,
    CommitmentStatus,
    Evidence,
    Lineage,
    ProgressAnswer,
    ProgressReport,
    Remark,
    ReportState,
    ReportVersion,
    TakesUp,
)
from .services.editing import CannotEdit, write_agreement, write_report
from .services.filing import CannotFile, publish_report
from .services.following import STEPS, CannotChangeStatus, change_status, why_ahead
from .stamps import AGREEMENT_FIELDS, REPORT_TEXTS
from .standing import outcome_words


class DraftAdmin(BackOffice):
    """Rows that are begun elsewhere, changed here while their report is a draft, and only read afterwards."""

    refusals = (CannotEdit,)

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        open_to_change = obj is None or self.report_of(obj).state == ReportState.DRAFT
        return open_to_change and super().has_change_permission(request, obj)


class AgreementInline(ReadOnlyInline):
    model = Agreement
    fields = ["label", "kind", "text_en", "text_es"]
    ordering = ["sort_key", "position"]
    show_change_link = True
    verbose_name_plural = gettext_lazy("agreements")


class VersionInline(ReadOnlyInline):
    model = ReportVersion
    fields = ["number", "sha256", "made_at", "made_by", "withdrawn_at", "why"]
    readonly_fields = ["why"]

    @admin.display(description=gettext_lazy("reason"))
    def why(self, version):
        return in_reader_language(version.reason)

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("made_by")


class ReportAdmin(DraftAdmin):
    """Registered by documents/, which knows what else hangs on a filing that is undone."""

    list_display = ["__str__", "meeting", "state", "adopted_on", "published_on", "followed"]
    list_filter = ["state", "meeting__network", "followed", "original_language"]
    list_select_related = ["meeting__network"]
    search_fields = ["reference", "meeting__city", "heading_en", "heading_es"]
    date_hierarchy = "adopted_on"
    inlines = [AgreementInline, VersionInline]
    fields = [
        "reference",
        "meeting",
        "state",
        "adopted_on",
        "published_on",
        "opened_on",
        "followed",
        "original_language",
        *REPORT_TEXTS,
    ]
    readonly_fields = fields[:8]
    actions = ["publish"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("meeting__network")

    def report_of(self, report):
        return report

    def save_model(self, request, obj, form, change):
        texts = {field: form.cleaned_data[field] for field in form.changed_data if field in REPORT_TEXTS}
        write_report(report_id=obj.pk, by=request.user, **texts)

    @admin.action(description=gettext_lazy("Publish"))
    def publish(self, request, queryset):
        for report in queryset:
            try:
                publish_report(report_id=report.pk, by=request.user, on=today(now=timezone.now()))
            except CannotFile as refusal:
                self.message_user(request, f"{report}: {refusal}", messages.ERROR)
            else:
                self.message_user(request, _("%(report)s is published.") % {"report": report})


class ActionInline(ReadOnlyInline):
    model = Action
    fields = ["position", "what_en", "what_es", "force", "fulfilment", "deadline_kind", "deadline_on", "confirmed"]
    show_change_link = True


class LineageInline(ReadOnlyInline):
    model = Lineage
    fk_name = "agreement"
    fields = ["phrase", "network", "on", "city", "number", "earlier"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("network", "earlier")


@admin.register(Agreement)
class AgreementAdmin(DraftAdmin):
    list_display = ["__str__", "report", "kind", "opening", "agreed_on"]
    list_filter = ["kind", "report__state", "report__meeting__network"]
    list_select_related = ["report__meeting__network"]
    search_fields = ["reference", "text_en", "text_es", "words"]
    ordering = ["-agreed_on", "report", "sort_key", "position"]
    inlines = [ActionInline, LineageInline]
    fields = ["reference", "report", "parent", "label", "kind", "text_en", "text_es"]
    readonly_fields = ["reference", "report", "parent"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("report__meeting__network", "parent")

    def report_of(self, agreement):
        return agreement.report

    def save_model(self, request, obj, form, change):
        written = {field: form.cleaned_data[field] for field in form.changed_data if field in AGREEMENT_FIELDS}
        write_agreement(agreement_id=obj.pk, by=request.user, **written)

    @admin.display(description=gettext_lazy("text"))
    def opening(self, agreement):
        return agreement.in_language("text")[:120]


class OwnerInline(ReadOnlyInline):
    model = ActionOwner

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("delegation")


class CommitmentInline(ReadOnlyInline):
    model = Commitment
    fields = ["delegation", "status", "due_on", "extended_to", "news_on", "closed_on", "outcome"]
    show_change_link = True

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("delegation", "action")


@admin.register(Action)
class ActionAdmin(ReadOnlyAdmin):
    list_display = ["agreement", "position", "__str__", "force", "fulfilment", "deadline_kind", "deadline_on"]
    list_display_links = ["__str__"]
    list_filter = [
        "force",
        "fulfilment",
        "deadline_kind",
        "binding",
        "confirmed",
        "agreement__report__meeting__network",
    ]
    list_select_related = ["agreement"]
    search_fields = ["agreement__reference", "what_en", "what_es"]
    ordering = ["-agreement__agreed_on", "agreement__sort_key", "position"]
    inlines = [OwnerInline, CommitmentInline]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("agreement", "deadline_body", "bound_to__network")


class CommitmentForm(RecordedForm):
    on = forms.DateField(
        label=gettext_lazy("As of"),
        widget=DAY,
        help_text=gettext_lazy("The day from which it is so."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "status" in self.fields:
            now = self.instance.status
            steps = STEPS[now] | {now}
            self.fields["status"].choices = [choice for choice in CommitmentStatus.choices if choice[0] in steps]
            self.fields["on"].initial = today(now=timezone.now())
            self.fields["outcome"].help_text = outcome_words(conference())

    def clean(self):
        super().clean()
        if "outcome" in self.changed_data and "status" not in self.changed_data:
            self.add_error("status", _("Choose the status that the outcome goes with."))
        day = self.cleaned_data.get("on")
        if day and (refusal := why_ahead(day, on=today(now=timezone.now()))):
            self.add_error("on", refusal)


@admin.register(Commitment)
class CommitmentAdmin(BackOffice):
    form = CommitmentForm
    refusals = (CannotChangeStatus,)
    list_display = ["agreement", "action_text", "delegation", "status", "due_on", "news_on", "closed_on"]
    list_display_links = ["action_text"]
    list_filter = ["status", "action__force", "delegation", "action__agreement__report__meeting__network"]
    list_select_related = ["action__agreement", "delegation"]
    search_fields = [
        "action__agreement__reference",
        "action__what_en",
        "action__what_es",
        "delegation__code",
        "delegation__name_en",
        "delegation__name_es",
    ]
    date_hierarchy = "due_on"
    ordering = ["-action__agreement__agreed_on", "action", "delegation"]
    readonly_fields = ["action", "delegation", "due_on", "extended_to", "news_on", "closed_on"]
    fieldsets = [
        (None, {"fields": ["action", "delegation", "due_on", "extended_to", "news_on", "closed_on"]}),
        (gettext_lazy("What the delegation informs"), {"fields": ["status", "on", "outcome"]}),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("action__agreement", "delegation")

    def has_add_permission(self, request):
        # A share comes from its agreement, or from joining an open call.
        return False

    def save_model(self, request, obj, form, change):
        if "status" in form.changed_data:
            change_status(
                commitment_id=obj.pk,
                status=form.cleaned_data["status"],
                by=request.user,
                on=form.cleaned_data["on"],
                outcome=form.cleaned_data["outcome"],
                reason=form.cleaned_data["change_reason"],
            )

    @admin.display(description=gettext_lazy("agreement"), ordering="action__agreement__reference")
    def agreement(self, commitment):
        return commitment.action.agreement

    @admin.display(description=gettext_lazy("action"))
    def action_text(self, commitment):
        return str(commitment.action)[:120]


@admin.register(Lineage)
class LineageAdmin(ReadOnlyAdmin):
    list_display = ["agreement", "phrase", "network", "on", "city", "number", "earlier"]
    list_display_links = ["phrase"]
    list_filter = [("earlier", admin.EmptyFieldListFilter), "network"]
    list_select_related = ["agreement", "network", "earlier"]
    search_fields = ["phrase", "agreement__reference", "earlier__reference", "city"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("agreement", "network", "earlier")


@admin.register(TakesUp)
class TakesUpAdmin(ReadOnlyAdmin):
    list_display = ["item", "phrase", "network", "on", "city", "number", "agreement"]
    list_display_links = ["phrase"]
    list_filter = [("agreement", admin.EmptyFieldListFilter), "network"]
    list_select_related = ["item", "network", "agreement"]
    search_fields = ["phrase", "agreement__reference", "city", "item__title_en", "item__title_es"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("item", "network", "agreement")


class AnswerInline(ReadOnlyInline):
    model = ProgressAnswer
    fields = ["commitment"]

    def get_queryset(self, request):
        return (
            super()
            .get_queryset(request)
            .select_related("report__delegation", "commitment__delegation", "commitment__action")
        )


class EvidenceInline(ReadOnlyInline):
    """What the files are called; they are read on their own pages, through a permission check."""

    model = Evidence
    fields = ["name", "content_type", "size", "sha256", "is_source"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("report__delegation")


@admin.register(ProgressReport)
class ProgressReportAdmin(ReadOnlyAdmin):
    list_display = ["delegation", "on", "opening", "done", "new_date", "state", "came_by", "sent_at"]
    list_display_links = ["opening"]
    list_filter = ["state", "came_by", "done", "audience", "delegation"]
    list_select_related = ["delegation"]
    search_fields = ["text", "delegation__code", "delegation__name_en", "delegation__name_es", "source_words"]
    date_hierarchy = "on"
    inlines = [AnswerInline, EvidenceInline]

    def get_queryset(self, request):
        people = ["author", "entered_by", "confirmed_by", "acknowledged_by"]
        return super().get_queryset(request).for_staff().select_related("delegation", *people)

    def get_history_queryset(self, request, history_manager, pk_name, object_id):
        return super().get_history_queryset(request, history_manager, pk_name, object_id).exclude(NEVER_SENT)

    @admin.display(description=gettext_lazy("text"))
    def opening(self, report):
        return report.text[:120]


@admin.register(Remark)
class RemarkAdmin(ReadOnlyAdmin):
    list_display = ["agreement", "delegation", "side", "opening", "at"]
    list_display_links = ["opening"]
    list_filter = ["side", "commitment__delegation"]
    search_fields = ["text", "commitment__action__agreement__reference"]
    date_hierarchy = "at"

    def get_queryset(self, request):
        named = ["by", "commitment__delegation", "commitment__action__agreement"]
        return super().get_queryset(request).select_related(*named)

    @admin.display(description=gettext_lazy("agreement"), ordering="commitment__action__agreement__reference")
    def agreement(self, remark):
        return remark.commitment.action.agreement

    @admin.display(description=gettext_lazy("delegation"), ordering="commitment__delegation")
    def delegation(self, remark):
        return remark.commitment.delegation

    @admin.display(description=gettext_lazy("text"))
    def opening(self, remark):
        return remark.text[:120]
