"""The back office: the files brought in, read and filed on their own pages; and the filing of a report, undone."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ActionForm
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from actions.admin import ReportAdmin
from actions.models import Report
from networks.admin import ReadOnlyInline
from networks.policies import keeps_the_record

from .models import Doubt, Upload
from .services.filing import CannotUndo, undo_report


class ReasonForm(ActionForm):
    reason = forms.CharField(label=_("Reason"), required=False)


@admin.register(Report)
class FiledReportAdmin(ReportAdmin):
    action_form = ReasonForm
    actions = [*ReportAdmin.actions, "undo"]

    @admin.action(description=_("Undo the filing (with a reason)"))
    def undo(self, request, queryset):
        for report in queryset:
            name, reason = str(report), request.POST.get("reason", "")
            try:
                undo_report(report_id=report.pk, by=request.user, now=timezone.now(), reason=reason)
            except CannotUndo as refusal:
                self.message_user(request, f"{name}: {refusal}", messages.ERROR)
            else:
                done = gettext("The filing of %(report)s is undone; it is a draft again.") % {"report": name}
                self.message_user(request, done)


class DoubtInline(ReadOnlyInline):
    model = Doubt
    fields = ["line", "message", "agreement", "settled"]
    readonly_fields = ["message"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("agreement")

    @admin.display(description=_("message"))
    def message(self, doubt):
        return doubt.message


@admin.register(Upload)
class UploadAdmin(admin.ModelAdmin):
    list_display = ["name", "kind", "language", "network", "starts_on", "city", "state", "by", "at"]
    list_filter = ["state", "kind", "language", "network"]
    list_select_related = ["network", "by"]
    search_fields = ["name", "sha256", "city", "report__reference"]
    date_hierarchy = "at"
    inlines = [DoubtInline]
    readonly_fields = ["refusal"]
    fields = [
        "name",
        "sha256",
        "size",
        "by",
        "at",
        "state",
        "refusal",
        "kind",
        "language",
        "network",
        "starts_on",
        "ends_on",
        "city",
        "country",
        "venue",
        "participants",
        "report",
        "meeting",
    ]

    def get_queryset(self, request):
        related = ["by", "network", "country", "report__meeting__network", "meeting__network"]
        return super().get_queryset(request).select_related(*related)

    @admin.display(description=_("why it was refused"))
    def refusal(self, upload):
        return upload.refusal

    def has_module_permission(self, request):
        return keeps_the_record(request.user)

    def has_view_permission(self, request, obj=None):
        return keeps_the_record(request.user)

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
